/**
 * Flows around lanes, run for real: the flows of examples/flow beside the package. A flow as handler,
 * flows that enqueue, and a mutex that one flow takes and another one gives back.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sourcePackage } from '../../scripts/local-org/package';
import { anonymous, packageOrg, rows, type PackageOrg, type Row } from './kit/package-org';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(resolve(ROOT, 'docs/flow.md'), 'utf8');
const EXAMPLE = /^```apex\n([\s\S]*?)^```/m.exec(PAGE)![1]!;
const HOUR = 3_600_000;

let world: PackageOrg;
beforeAll(async () => {
  world = await packageOrg();
  const outcome = await world.org.deploy({ files: await sourcePackage(`${ROOT}/examples/flow`) });
  expect(outcome.components.filter(({ problem }) => problem !== undefined)).toEqual([]);
  world.org.mark();
});
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

/** Places orders in one save; answers their Ids. */
async function place(...orders: readonly Row[]): Promise<string[]> {
  const results = await world.org.insert('Shop_Order__c', orders);
  expect(results.map(({ errors }) => errors)).toEqual(orders.map(() => []));
  return results.map(({ id }) => id!);
}

const items = (): ReturnType<typeof rows> =>
  rows(
    world.org,
    `SELECT Id, Lane__c, Ticket__c, Status__c, Attempts__c, Last_Error__c, Error_Detail__c, Result__c, Request_Key__c
     FROM Queue_Item__c ORDER BY Lane__c, Ticket__c`,
  );
const parcels = (): ReturnType<typeof rows> =>
  rows(
    world.org,
    'SELECT Id, Shop_Order__c, Lane__c, Item__c, Attempt__c FROM Parcel__c ORDER BY Lane__c, Name',
  );
const orders = (): ReturnType<typeof rows> =>
  rows(world.org, 'SELECT Id, Tracking__c, Problem__c FROM Shop_Order__c ORDER BY Name');

describe('a flow as handler', () => {
  test('gets inputs and context, writes, and gives outputs', async () => {
    const [order] = await place({ Region__c: 'EMEA' });
    await world.org.idle();
    const [item] = await items();
    const [parcel] = await parcels();
    expect(item).toMatchObject({ Lane__c: 'orders/EMEA', Status__c: 'Done', Attempts__c: 0 });
    expect(parcel).toMatchObject({
      Shop_Order__c: order,
      Lane__c: 'orders/EMEA',
      Item__c: item!['Id'],
      Attempt__c: 1,
    });
    expect(await orders()).toMatchObject([{ Tracking__c: parcel!['Id'], Problem__c: null }]);
    expect(JSON.parse(String(item!['Result__c']))).toEqual({ trackingNumber: parcel!['Id'] });
  });

  test('a fault undoes what the flow wrote and charges one attempt, with its text', async () => {
    const [order] = await place({ Region__c: 'EMEA', Cancelled__c: true });
    await world.org.idle();
    const [failed] = await items();
    expect(failed).toMatchObject({ Status__c: 'Pending', Attempts__c: 1 });
    expect(failed!['Last_Error__c']).toBe(
      'System.FlowException: An unhandled fault has occurred in this flow',
    );
    expect(failed!['Error_Detail__c']).toMatch(
      /Error element Note_Tracking \(FlowRecordUpdate\)\.\n.*: A cancelled order is not shipped\./,
    );
    expect(await parcels()).toEqual([]);
    await world.org.update('Shop_Order__c', [{ Id: order!, Cancelled__c: false }]);
    await world.org.advance(HOUR);
    expect(await items()).toMatchObject([{ Status__c: 'Done', Attempts__c: 1 }]);
    expect(await parcels()).toMatchObject([{ Shop_Order__c: order, Attempt__c: 2 }]);
  });

  test('the next items of the lane wait for the one that fails, other lanes do not', async () => {
    await place(
      { Region__c: 'EMEA', Cancelled__c: true },
      { Region__c: 'EMEA' },
      { Region__c: 'APAC' },
    );
    await world.org.idle();
    expect(await items()).toMatchObject([
      { Lane__c: 'orders/APAC', Status__c: 'Done' },
      { Lane__c: 'orders/EMEA', Status__c: 'Pending', Attempts__c: 1 },
      { Lane__c: 'orders/EMEA', Status__c: 'Pending', Attempts__c: 0 },
    ]);
  });

  test.each(Array.from({ length: 24 }, (_, n) => n + 1))(
    'a run that dies before operation %d has shipped nothing, and the next one ships once',
    async (beforeOperation) => {
      world.org.addFault({
        kind: 'kill',
        match: { context: 'queueable', times: 1 },
        beforeOperation,
        aftermath: beforeOperation % 2 === 0 ? 'failed' : 'processing',
      });
      await place({ Region__c: 'EMEA' }, { Region__c: 'EMEA' });
      await world.org.idle();
      const done = (await items()).filter(({ Status__c }) => Status__c === 'Done');
      const early = await parcels();
      expect(early.map(({ Item__c }) => Item__c)).toEqual(done.map(({ Id }) => Id));
      await world.org.advance(6 * HOUR);
      expect(await items()).toMatchObject([{ Status__c: 'Done' }, { Status__c: 'Done' }]);
      // So many operations a run has at least: the fault did strike.
      if (beforeOperation <= 12)
        expect(world.org.statistics().byContext['queueable']!.failed).toBeGreaterThan(0);
      const late = await parcels();
      expect(late.map(({ Item__c }) => Item__c)).toEqual((await items()).map(({ Id }) => Id));
    },
  );

  test('an item that names no flow, or an input of the wrong type, says so', async () => {
    const payload = (text: string): Row => ({
      Lane__c: 'odd',
      Handler__c: 'FlowHandler',
      Payload__c: text,
    });
    await world.org.insert('Queue_Item__c', [payload('{"flow": "No_Such_Flow"}')]);
    await world.org.insert('Queue_Item__c', [
      { ...payload('{"flow": "Ship_Order", "inputs": {"orderId": 5}}'), Lane__c: 'odd2' },
    ]);
    await world.org.idle();
    expect((await items()).map(({ Last_Error__c }) => Last_Error__c)).toEqual([
      expect.stringContaining('There is no flow No_Such_Flow'),
      expect.stringContaining('The input variable orderId takes String, not Integer'),
    ]);
  });
});

describe('flows that enqueue', () => {
  test('200 orders of one save are 200 interviews, one call, and keep their order', async () => {
    const regions = ['EMEA', 'APAC'];
    const all = Array.from({ length: 200 }, (_, n) => ({ Region__c: regions[n % 2]! }));
    const ids = await place(...all);
    const stored = await items();
    for (const [n, region] of regions.entries())
      expect(
        stored
          .filter(({ Lane__c }) => Lane__c === `orders/${region}`)
          .map(({ Ticket__c, Request_Key__c }) => [Ticket__c, Request_Key__c]),
      ).toEqual(ids.filter((_, at) => at % 2 === n).map((id, ticket) => [ticket, id]));
    await world.org.idle();
    const shipped = (await parcels()).map(({ Shop_Order__c }) => Shop_Order__c);
    expect(shipped).toEqual([
      ...ids.filter((_, n) => n % 2 === 1),
      ...ids.filter((_, n) => n % 2 === 0),
    ]);
  });

  test('a client starts 200 interviews with one request', async () => {
    const inputs = Array.from({ length: 200 }, (_, n) => ({ orderId: `o${n}`, region: 'EMEA' }));
    const answers = await world.org.runFlow('Request_Shipment', inputs);
    expect(answers.map(({ outcome }) => outcome)).toEqual(
      inputs.map((_, n) => `Number ${n} of orders/EMEA`),
    );
  });

  test('a lane that is closed is an answer, and the flow decides by Error Type', async () => {
    await world.org.runFlow('Request_Shipment', [{ orderId: 'first', region: 'EMEA' }]);
    await world.org.invokeAction('LaneOperateAction', [
      { operation: 'drain', lane: 'orders/EMEA', reason: 'moving' },
    ]);
    const answers = await world.org.runFlow('Request_Shipment', [
      { orderId: 'a', region: 'EMEA' },
      { orderId: 'b', region: 'APAC' },
      { orderId: 'c', region: 'x'.repeat(250) },
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'The region takes no orders now.',
      'Number 0 of orders/APAC',
      expect.stringContaining('Lane__c'),
    ]);
    await place({ Region__c: 'EMEA' });
    expect((await orders()).at(-1)!['Problem__c']).toContain('orders/EMEA');
  });

  test('an order that cannot be saved enqueues nothing', async () => {
    const long = { Region__c: 'x'.repeat(41) };
    const results = await world.org.insert('Shop_Order__c', [{ Region__c: 'EMEA' }, long], {
      allOrNone: false,
    });
    expect(results.map(({ success }) => success)).toEqual([true, false]);
    expect(await items()).toHaveLength(1);
  });

  test('the example of the page', async () => {
    await anonymous(world.org, EXAMPLE);
    await world.org.idle();
    const [item] = await items();
    expect(item).toMatchObject({ Lane__c: 'orders/EMEA', Attempts__c: 1 });
    // There is no such order.
    expect(item!['Error_Detail__c']).toContain('Error element Make_Parcel (FlowRecordCreate)');
  });
});

describe('a mutex between flows', () => {
  const begin = (): Promise<Row> => started('Begin_Stock_Count', { warehouse: 'Berlin' });
  const end = (token: unknown): Promise<Row> =>
    started('End_Stock_Count', { warehouse: 'Berlin', token });
  const started = async (name: string, input: Record<string, unknown>): Promise<Row> =>
    (await world.org.runFlow(name, [input]))[0] as Row;

  test('one flow takes it, and another gives it back by its token', async () => {
    const first = await begin();
    expect(first).toMatchObject({ isMine: true, token: expect.any(Number) });
    // The same user comes again in a transaction of his own.
    expect(await begin()).toMatchObject({ isMine: false, advice: expect.any(String) });
    expect(await end(first['token'])).toMatchObject({ isDone: true, problem: null });
    const second = await begin();
    expect(second['isMine']).toBe(true);
    expect(Number(second['token'])).toBeGreaterThan(Number(first['token']));
    expect(await end(first['token'])).toMatchObject({ isDone: false });
    expect(await end(second['token'])).toMatchObject({ isDone: true });
  });
});

test('every action of the page is an invocable method with that label', () => {
  const table = [...PAGE.matchAll(/^\| (\w[\w ]+?) +\| `(\w+Action)` /gm)];
  expect(table).toHaveLength(5);
  for (const [, label, name] of table) {
    const file = resolve(ROOT, `force-app/main/flow/classes/${name!}.cls`);
    expect(readFileSync(file, 'utf8')).toContain(`label='${label!}'`);
  }
});
