/**
 * The local database against a real PostgreSQL: the same random workloads, statement by statement.
 *
 * PostgreSQL at read committed goes on after a wait as the mode `recheck` does: it takes the rows
 * that it found, locks them, and tests the newest version of each against WHERE again. So results,
 * who waits, who goes on, refused keys and what is left must all agree. What is left out or forgiven:
 *
 * - Ids and auto-numbers are not compared. PostgreSQL draws a number before an insert waits; the
 *   comparison draws it again, because locks are taken in the order of the numbers.
 * - ORDER BY by another field: Salesforce refuses it with FOR UPDATE, and PostgreSQL may then return
 *   rows out of order.
 * - Lookups: a foreign key in PostgreSQL takes a shared lock, a lookup in the local org the row lock.
 * - When several wait for one transaction, PostgreSQL lets them race; we follow its choice.
 * - Which transaction of a deadlock is the victim: that there is one must agree, then both end.
 * - LIMIT, and keys of rows that are being updated: see the last tests.
 *
 * POSTGRES_SEED and POSTGRES_RUNS choose other workloads and more of them (500 at least).
 */
import fc from 'fast-check';
import { DOUBLES } from './doubles';
import { Duel, Tally, type Difference } from './duel';
import type { LocalOptions } from './local-side';
import { PostgresSide } from './postgres-side';
import { findPostgres, PostgresServer } from './server';
import { script, workload, type Statement, type Step, type Workload } from './workload';

const SEED = Number(process.env['POSTGRES_SEED'] ?? 20);
const RUNS = Number(process.env['POSTGRES_RUNS'] ?? 500);

const bin = findPostgres();
if (bin === undefined)
  console.warn("Not compared with PostgreSQL: install Debian's package postgresql for that.");

(bin === undefined ? describe.skip : describe)('compared with PostgreSQL', () => {
  let server: PostgresServer;
  let postgres: PostgresSide;
  beforeAll(async () => {
    server = await PostgresServer.start(bin!);
    postgres = await PostgresSide.open(server);
  });
  afterAll(async () => {
    await postgres?.close();
    await server?.stop();
  });

  const play = (
    work: Workload,
    options: LocalOptions,
    tally = new Tally(),
  ): Promise<Difference | undefined> => new Duel(work, postgres, options, tally).play();

  test('random workloads agree', async () => {
    const tally = new Tally();
    const failure = await firstDifference(RUNS, (work) => play(work, { mode: 'recheck' }, tally));
    expect(failure).toBe('');
    // Agreement says little about workloads in which nothing happens.
    expect(tally.waits).toBeGreaterThan(RUNS / 5);
    expect(tally.duplicates).toBeGreaterThan(RUNS / 5);
    expect(tally.lateDuplicates).toBeGreaterThan(RUNS / 100);
    expect(tally.deadlocks).toBeGreaterThan(0);
    expect(tally.eager).toBeLessThan(RUNS / 10);
  }, 300_000);

  test.each(Object.entries(DOUBLES))(
    'a database in which %s is found out',
    async (_, options) => {
      const failure = await firstDifference(RUNS, (work) => play(work, options));
      expect(failure).toMatch(/LOCAL .* \| POSTGRES |differs/);
    },
    300_000,
  );

  test('the mode restart differs, and only by what a wait made match or no longer match', async () => {
    const differences: Difference[] = [];
    const property = fc.asyncProperty(workload, async (work) => {
      const difference = await play(work, { mode: 'restart' });
      if (difference) differences.push(difference);
    });
    await fc.assert(property, { numRuns: RUNS / 2, seed: SEED });
    expect(differences.length).toBeGreaterThan(0);
    expect(
      differences.filter((each) => !comesOfRestart(each)).map(({ protocol }) => protocol),
    ).toEqual([]);
  }, 300_000);

  test.each<Statement>([
    { kind: 'lock', table: 'Lane__c', where: { by: 'keys', keys: ['a', 'b'] } },
    { kind: 'add', table: 'Item__c', where: { by: 'value', op: '<', value: 2 }, value: 1 },
    { kind: 'delete', table: 'Lane__c', where: { by: 'all' } },
    { kind: 'rekey', table: 'Item__c', from: 'a', key: 'b' },
  ])('PostgreSQL meets rows in the order of their ids: $kind', async (statement) => {
    const plan = await postgres.explain(statement);
    expect(plan).toMatch(/Index Scan using \w+_pkey/);
    expect(plan).not.toContain('Sort');
  });

  test('differs: LIMIT is filled up by PostgreSQL from what it saw before the wait', async () => {
    const two: Statement = {
      kind: 'lock',
      table: 'Lane__c',
      where: { by: 'value', op: '=', value: 1 },
      limit: 1,
    };
    const work = duet([0, setA(9)], [1, two], [0, { kind: 'commit' }]);
    expect(await play(work, { mode: 'recheck' })).toMatchObject({
      local: 'rows: ',
      postgres: 'rows: b=1',
    });
    expect(await play(work, { mode: 'restart' })).toBeUndefined();
  });

  test('differs: a key is refused at once while another field of its row is written', async () => {
    const insert: Statement = { kind: 'insert', table: 'Lane__c', row: { key: 'a', value: 0 } };
    const tally = new Tally();
    const work = duet([0, setA(9)], [1, insert]);
    expect(await play(work, { mode: 'recheck' }, tally)).toBeUndefined();
    expect(tally).toMatchObject({ eager: 1, duplicates: 0 });
  });
});

/**
 * Runs random workloads until one shows a difference, and makes that one small.
 *
 * @returns the small workload as a script with what both databases said; empty if all agree
 */
async function firstDifference(
  runs: number,
  play: (work: Workload) => Promise<Difference | undefined>,
): Promise<string> {
  let last: Difference | undefined;
  const property = fc.asyncProperty(workload, async (work) => {
    const difference = await play(work);
    if (difference) last = difference;
    return difference === undefined;
  });
  const result = await fc.check(property, { numRuns: runs, seed: SEED });
  if (!result.failed) return '';
  const [small] = result.counterexample!;
  const difference = (await play(small)) ?? last;
  if (!difference) throw result.errorInstance as Error;
  const { what, local, postgres, protocol } = difference;
  const verdict = `${what}: LOCAL ${local} | POSTGRES ${postgres}`;
  return [`seed ${SEED}`, script(small), '', ...protocol, verdict].join('\n');
}

/**
 * Comes it from a wait, after which the statement found more than in PostgreSQL, or met others
 * because of that; or did PostgreSQL alone lock what was found before the wait, to drop it then?
 */
function comesOfRestart({ waited, local, postgres }: Difference): boolean {
  if (!waited) return false;
  if (!local.startsWith('rows: ') || postgres === 'waits') return true;
  const more = new Set(rowsOf(local));
  return postgres.startsWith('rows: ') && rowsOf(postgres).every((row) => more.has(row));
}

function rowsOf(outcome: string): string[] {
  return outcome
    .slice('rows: '.length)
    .split(', ')
    .filter((row) => row !== '');
}

function setA(value: number): Statement {
  return { kind: 'set', table: 'Lane__c', where: { by: 'keys', keys: ['a'] }, value };
}

/** Two transactions on the rows a=1 and b=1. */
function duet(...steps: (readonly [tx: number, statement: Statement])[]): Workload {
  const given = {
    Lane__c: [
      { key: 'a', value: 1 },
      { key: 'b', value: 1 },
    ],
    Item__c: [],
  };
  const played: Step[] = steps.map(([tx, statement]) => ({ tx, statement }));
  return { given, transactions: 2, steps: played };
}
