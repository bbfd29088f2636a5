/** Many callers at once: order, no loss, one runner, whatever the interleaving. */
import type { Door } from '../../scripts/load/history';
import { checkHistory } from '../../checkers';
import { nameOf, packageOrg, rows, VARIANTS, type PackageOrg } from './kit/package-org';
import { part, parts, Recorder } from './kit/recorder';
import { crowd, takenAway, trickle } from './kit/scenarios';

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const DOORS: readonly Door[] = ['anonymous', 'collection', 'insert'];
/** Every seed in both modes; the other readings of the save order get a few. */
const SEEDS = [20, 20, 4, 4];

describe.each(VARIANTS.map((variant, i) => [nameOf(variant), variant, SEEDS[i]!] as const))(
  '%s',
  (_, variant, count) => {
    let world: PackageOrg;
    beforeAll(async () => (world = await packageOrg(variant)));
    afterAll(() => world.org.close());

    test('callers who create a lane together get one row and all tickets', async () => {
      for (const seed of seeds(4)) {
        await world.begin(seed);
        const recorder = new Recorder(world.org);
        await Promise.all(
          seeds(12).map((n) => recorder.enqueue('new', parts(`c${n}-`, 1), DOORS[n % 3])),
        );
        expect(recorder.calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
        const lanes = await rows(world.org, 'SELECT Next_Ticket__c FROM Mutex__c');
        expect(lanes).toEqual([{ Next_Ticket__c: 12 }]);
        const items = await rows(
          world.org,
          'SELECT Ticket__c FROM Queue_Item__c ORDER BY Ticket__c',
        );
        expect(items.map((row) => row['Ticket__c'])).toEqual(seeds(12).map((n) => n - 1));
      }
    });

    test('a crowd over three lanes: nothing lost, nothing twice, in order, one runner each', async () => {
      let waits = 0;
      for (const seed of seeds(count)) {
        expect([seed, await crowd(world, seed)]).toEqual([seed, []]);
        waits += world.org.statistics().lockWaits;
      }
      expect(waits).toBeGreaterThan(count);
    });

    test('a lane that runs empty again and again is never forgotten', async () => {
      for (const seed of seeds(count / 2))
        expect([seed, await trickle(world, seed)]).toEqual([seed, []]);
    });

    test('who was dethroned commits nothing', async () => {
      for (const seed of seeds(count / 2))
        expect([seed, await takenAway(world, seed)]).toEqual([seed, []]);
    });

    test('handlers that enqueue into their own lane and across never stop each other', async () => {
      for (const seed of seeds(count / 2)) {
        await world.begin(seed);
        const recorder = new Recorder(world.org);
        const crossing = (own: string, other: string) =>
          ['0', '1', '2'].map((n) => ({
            ...part(`${own}${n}`),
            sends: {
              [other]: [part(`${own}${n}>${other}`)],
              [own]: [part(`${own}${n}>${own}`)],
            },
          }));
        await Promise.all([
          recorder.enqueue('a', crossing('a', 'b'), 'collection'),
          recorder.enqueue('b', crossing('b', 'a'), 'collection'),
        ]);
        await recorder.drain(0);
        const history = await recorder.history();
        expect([seed, checkHistory(history)]).toEqual([seed, []]);
        expect(history.items.filter(({ status }) => status === 'Done')).toHaveLength(18);
        expect(history.effects).toHaveLength(18);
      }
    });
  },
);
