/** What the documents promise about cost is counted, not timed. */
import { enqueueCost } from '../enqueue-cost';
import { itemsPerJob } from '../items-per-job';

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
