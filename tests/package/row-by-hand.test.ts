/** Operators and other tools write lane rows and items as plain records, at the worst moment. */
import { checkHistory } from '../../checkers';
import { nameOf, packageOrg, rows, VARIANTS, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(VARIANTS.slice(0, 2).map((variant) => [nameOf(variant), variant] as const))(
  '%s',
  (_, variant) => {
    let world: PackageOrg;
    beforeAll(async () => (world = await packageOrg(variant)));
    afterAll(() => world.org.close());

    /** A lane that exists, and the id of its row. */
    async function laneWithRow(): Promise<string> {
      await world.org.insert('Mutex__c', [{ Key__c: 'lane' }]);
      const [row] = await rows(world.org, 'SELECT Id FROM Mutex__c');
      return String(row?.['Id']);
    }

    test.each([
      ['ticking the flag', { Run_Queueable__c: true }],
      ['clearing the flag', { Run_Queueable__c: false }],
      [
        'writing what belongs to the protocol',
        { Token__c: 0, Next_Ticket__c: 0, Holder__c: null, Job_Id__c: null, Blocked__c: true },
      ],
    ])('%s does no harm, and tokens never turn back', async (__, edit) => {
      for (const seed of SEEDS) {
        await world.begin(seed);
        const { org } = world;
        const id = await laneWithRow();
        const recorder = new Recorder(org);
        const tokens: number[] = [];
        await Promise.all([
          recorder.enqueue('lane', parts('a', 2), 'collection'),
          recorder.enqueue('lane', parts('b', 1)),
          ...SEEDS.slice(0, 4).map(async () => {
            const [result] = await org.update('Mutex__c', [{ Id: id, ...edit }]);
            expect(result?.errors).toEqual([]);
            const [row] = await rows(org, 'SELECT Token__c FROM Mutex__c');
            tokens.push(Number(row?.['Token__c']));
          }),
          recorder.enqueue('lane', parts('c', 2), 'insert'),
        ]);
        expect([seed, await recorder.drain(0), checkHistory(await recorder.history())]).toEqual([
          seed,
          0,
          [],
        ]);
        expect(tokens).toEqual([...tokens].sort((a, b) => a - b));
      }
    });

    test('a lane that is paused and resumed while it works is not forgotten', async () => {
      for (const seed of SEEDS) {
        await world.begin(seed);
        const { org } = world;
        const id = await laneWithRow();
        const recorder = new Recorder(org);
        await Promise.all([
          recorder.enqueue('lane', parts('a', 2), 'collection'),
          (async () => {
            for (const Paused__c of [true, false, true, false])
              await org.update('Mutex__c', [{ Id: id, Paused__c }]);
          })(),
          recorder.enqueue('lane', parts('b', 2), 'collection'),
        ]);
        expect([seed, await recorder.drain(0), checkHistory(await recorder.history())]).toEqual([
          seed,
          0,
          [],
        ]);
      }
    });

    test('a lane with work cannot be deleted; an empty one goes, and comes back with its tickets', async () => {
      for (const seed of SEEDS) {
        await world.begin(seed);
        const { org } = world;
        const recorder = new Recorder(org);
        await recorder.enqueue('lane', parts('a', 2), 'collection');
        const [row] = await rows(org, 'SELECT Id FROM Mutex__c');
        await Promise.all([
          org.delete([String(row?.['Id'])]),
          recorder.enqueue('lane', parts('b', 2), 'collection'),
        ]);
        await recorder.drain(0);
        await org.delete([String(row?.['Id'])]);
        expect(await rows(org, 'SELECT Id FROM Mutex__c WHERE Holder__c != NULL')).toEqual([]);
        await recorder.enqueue('lane', parts('c', 2), 'collection');
        expect(await recorder.drain(0)).toBe(0);
        const { items, effects } = await recorder.history();
        expect(items.map(({ ticket }) => ticket)).toEqual([0, 1, 2, 3, 4, 5]);
        expect(effects.map(({ key }) => key)).toEqual(items.map(({ key }) => key));
      }
    });

    test('an item that is mended while it is worked on is done once, or not mended', async () => {
      for (const seed of [...SEEDS, ...SEEDS.map((n) => n + SEEDS.length)]) {
        await world.begin(seed);
        const { org } = world;
        const recorder = new Recorder(org);
        await recorder.enqueue('lane', parts('a', 3), 'collection');
        const stored = await rows(org, 'SELECT Id, Payload__c FROM Queue_Item__c');
        await Promise.all(
          stored.map(async (item) => {
            for (let wait = 0; wait < seed % 4; wait++)
              await rows(org, 'SELECT Id FROM Queue_Item__c');
            await org.update('Queue_Item__c', [
              { Id: item['Id']!, Payload__c: `${String(item['Payload__c'])} ` },
            ]);
          }),
        );
        expect([seed, await recorder.drain(1), checkHistory(await recorder.history())]).toEqual([
          seed,
          expect.any(Number),
          [],
        ]);
        expect(await recorder.pending()).toEqual([]);
      }
    });

    test('an item that is upserted by a key of the queue is mended or refused, never misplaced', async () => {
      await world.begin(1);
      const { org } = world;
      const recorder = new Recorder(org);
      await org.insert('Mutex__c', [{ Key__c: 'lane', Paused__c: true }]);
      await recorder.enqueue('lane', parts('a', 2), 'collection');
      const stored = await rows(org, 'SELECT Order_Key__c FROM Queue_Item__c ORDER BY Ticket__c');
      const key = String(stored[1]?.['Order_Key__c']);
      const item = { Handler__c: 'PlayHandler', Payload__c: '{"key":"mended"}' };
      const upsert = async (by: string, values: Record<string, string>): Promise<boolean> => {
        const [result] = await org.upsert('Queue_Item__c', by, [{ ...item, ...values }]);
        return result?.success === true;
      };
      // The stored one: its work may be mended while it waits, its place may not.
      expect(await upsert('Order_Key__c', { Order_Key__c: key })).toBe(true);
      expect(await upsert('Order_Key__c', { Order_Key__c: key, Lane__c: 'other' })).toBe(false);
      expect(await upsert('Order_Key__c', { Order_Key__c: key, Status__c: 'Done' })).toBe(false);
      // A new one: it gets the next place, whatever place it asks for.
      const wish = { Order_Key__c: 'lane:000000000077', Lane__c: 'lane' };
      expect(await upsert('Order_Key__c', wish)).toBe(true);
      const tickets = await rows(
        org,
        'SELECT Order_Key__c, Ticket__c FROM Queue_Item__c ORDER BY Ticket__c',
      );
      expect(tickets.map((row) => row['Ticket__c'])).toEqual([0, 1, 2]);
      expect(tickets[2]?.['Order_Key__c']).toBe('lane:000000000002');
      expect(await rows(org, 'SELECT Key__c FROM Mutex__c')).toHaveLength(1);
    });
  },
);
