/**
 * The explorer repeats transactions from memory. Here it is compared with an org that runs each of them:
 * the same choices must give the same moves, the same rows and the same statistics. The comparison
 * itself is tried on memories that are wrong.
 */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { MemoryOrg } from '../../local-org/org/local-org';
import type { Memo } from '../../local-org/transaction/memo/memo';
import type { TransactionSpec } from '../../local-org/transaction/transaction';
import { sourcePackage } from '../../scripts/local-org/package';
import { prepareFolders } from '../../scripts/load/folders';
import { makeRoom } from '../memory';
import { MODES, type Mode } from '../modes';
import { explorerOrg, OrgSubject } from '../org-subject';
import { SCENARIOS } from '../scenarios';
import { STRATEGIES } from '../strategies';

const RUNS = 3;

async function orgOf(options: { readonly memo: boolean; readonly stable: boolean }) {
  const folders = prepareFolders();
  try {
    const packages = await Promise.all(folders.paths.map(sourcePackage));
    const mode: Mode & typeof options = { ...MODES.restart, ...options };
    return await explorerOrg(packages, undefined, mode);
  } finally {
    folders.remove();
  }
}

const memoOf = (org: EmbeddedOrg): Memo => (org as MemoryOrg).wiring.memo!;

/** Every row of every object, the time and what was counted. */
function stateOf(org: EmbeddedOrg): unknown {
  const rows = org.objects().map(({ name }) => [name, org.database.committed(name)]);
  const { lockWaits, lockTimeouts, byContext } = org.statistics();
  return { rows, lockWaits, lockTimeouts, byContext, now: org.clock.now() };
}

/** The first run that goes another way in one org than in the other, or null. */
async function firstDifference(
  orgs: readonly [EmbeddedOrg, EmbeddedOrg],
  names: readonly string[],
  runs: number,
): Promise<string | null> {
  for (const scenario of SCENARIOS.filter(({ name }) => names.includes(name))) {
    const sides = orgs.map((org) => ({
      org,
      subject: new OrgSubject(org, scenario),
      player: STRATEGIES.random(11),
    }));
    for (let run = 1; run <= runs; run++) {
      const seen: string[] = [];
      for (const { org, subject, player } of sides) {
        player.begin();
        const result = await subject.run(player);
        player.end?.(result);
        seen.push(JSON.stringify([result.fingerprint, result.failures, stateOf(org)]));
      }
      if (seen[0] !== seen[1]) return `${scenario.name}, run ${run}`;
    }
  }
  return null;
}

describe('transactions repeated from memory', () => {
  let plain: EmbeddedOrg;
  let remembering: EmbeddedOrg;
  beforeAll(async () => {
    plain = await orgOf({ stable: true, memo: false });
    remembering = await orgOf({ stable: true, memo: true });
  });
  afterAll(() => Promise.all([plain.close(), remembering.close()]));
  beforeEach(() => memoOf(remembering).clear());
  afterEach(() => jest.restoreAllMocks());

  test('go as if they had run, in every scenario', async () => {
    const names = SCENARIOS.map(({ name }) => name);
    expect(await firstDifference([plain, remembering], names, RUNS)).toBeNull();
    expect(memoOf(remembering).repeated).toBeGreaterThan(300);
    expect(memoOf(remembering).ran).toBeGreaterThan(100);
    expect(memoOf(plain).repeated).toBe(0);
  }, 120_000);

  test('go the same way when most of the memory is thrown away all the time', async () => {
    const memo = memoOf(remembering);
    const capacity = 300;
    Object.defineProperty(memo, 'options', { value: { ...memo.options, capacity } });
    expect(await firstDifference([plain, remembering], ['two-callers', 'crash'], 20)).toBeNull();
    expect(memo.size).toBeLessThan(2 * capacity);
    Object.defineProperty(memo, 'options', { value: { remember: true } });
  });

  test('are forgotten by orgs that rest, as soon as these remember too much', async () => {
    const [older, newer] = [remembering, await orgOf({ stable: true, memo: true })];
    await firstDifference([older, newer], ['two-callers'], 2);
    const [old, fresh] = [memoOf(older).size, memoOf(newer).size];
    expect(Math.min(old, fresh)).toBeGreaterThan(20);
    const orgs = [older, newer, plain];
    makeRoom(orgs, plain, old + fresh);
    expect([memoOf(older).size, memoOf(newer).size]).toEqual([old, fresh]);
    makeRoom(orgs, older, fresh);
    expect([memoOf(older).size, memoOf(newer).size]).toEqual([old, fresh]);
    makeRoom(orgs, plain, old + fresh - 1);
    expect([memoOf(older).size, memoOf(newer).size]).toEqual([0, fresh]);
    expect(await firstDifference([older, newer], ['two-callers'], 2)).toBeNull();
    await newer.close();
  });

  test('go wrong when the memory does not tell jobs with other fields apart', async () => {
    const memo = memoOf(remembering);
    const run = memo.run.bind(memo);
    jest.spyOn(memo, 'run').mockImplementation((services, spec, body, perform) => {
      const identity = { ...spec.identity!, input: () => '' };
      const blind: TransactionSpec = { ...spec, identity };
      return run(services, blind, body, perform);
    });
    // The finalizers of this scenario are attached with different fields in different interleavings.
    expect(await firstDifference([plain, remembering], ['limit'], 20)).not.toBeNull();
  });

  test('go wrong when the memory does not look at the clock', async () => {
    const memo = memoOf(remembering);
    const run = memo.run.bind(memo);
    const stopped = remembering.clock.now();
    jest.spyOn(memo, 'run').mockImplementation((services, spec, body, perform) => {
      const clock = { ...services.clock, now: () => stopped };
      return run(Object.create(services, { clock: { value: clock } }), spec, body, perform);
    });
    expect(await firstDifference([plain, remembering], ['reaped'], 10)).not.toBeNull();
  });
});
