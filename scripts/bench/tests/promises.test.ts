/** What the documents promise about cost is counted, not timed. */
import { enqueueCost } from '../enqueue-cost';
import { itemsPerJob } from '../items-per-job';
import { blockedLanes } from '../package/blocked-lanes';
import { handOff } from '../package/hand-off';
import { recovery } from '../package/recovery';
import { settledHistory } from '../package/settled-history';

beforeAll(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => jest.restoreAllMocks());

test.each(['Apex', 'insert'])('by %s, 200 items cost the same statements as one', async (door) => {
  const found = await enqueueCost();
  const one = found[`${door}/1`]!;
  const many = found[`${door}/200`]!;
  expect({ soql: many.soql, dml: many.dml }).toEqual({ soql: one.soql, dml: one.dml });
  expect(one.soql).toBeGreaterThan(0);
  expect(many.rows - one.rows).toBe(199);
});

test('fifty small items need one job', async () => {
  expect(await itemsPerJob(500)).toBeLessThanOrEqual(500 / 50);
});

test('whatever is killed, its lane is back within the bound', async () => {
  const { times, bound } = await recovery(48);
  expect(times).toHaveLength(48);
  expect(Math.max(...times)).toBeLessThanOrEqual(bound);
  expect(Math.max(...times)).toBeGreaterThan(0);
}, 120_000);

test('lanes that are blocked cost the others no statement', async () => {
  const { alone, beside } = await blockedLanes(16, 4);
  expect(beside.transactions).toBe(alone.transactions);
  expect(beside.soqlQueries).toBe(alone.soqlQueries);
  expect(beside.dmlStatements).toBe(alone.dmlStatements);
  expect(beside.statements).toBeLessThan(alone.statements * 1.05);
  expect(beside.soqlRows).toBeLessThan(alone.soqlRows * 1.05);
}, 120_000);

test('between two runs of a lane nobody waits: what passes is computing', async () => {
  const { gaps } = await handOff(400, 'virtual');
  expect(gaps.length).toBe(400 / 50 - 1);
  expect(gaps.at(-1)).toBe(0);
}, 120_000);

test('settled items cost a lane no statement and no row', async () => {
  const [few, many] = await settledHistory([100, 5_000]);
  expect(many!.queriesPerItem).toBe(few!.queriesPerItem);
  expect(many!.rowsPerItem).toBe(few!.rowsPerItem);
}, 120_000);
