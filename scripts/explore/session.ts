/** One package on one org, and the scenarios that are tried on it. */
import { explore, repeats, type Exploration } from '../../explorer/explore';
import type { Run } from '../../explorer/model';
import { explorerOrg, OrgSubject } from '../../explorer/org-subject';
import { writeReplay, type ReplayLine } from '../../explorer/replay-line';
import type { Scenario } from '../../explorer/scenario';
import { tell } from '../../explorer/story';
import { STRATEGIES, type StrategyName } from '../../explorer/strategies';
import { ReplayPlayer } from '../../explorer/strategies/replay';
import type { EmbeddedOrg } from '../../local-org/org';
import { sourcePackage } from '../bench/source-package';
import { prepareFolders } from '../load/folders';
import type { SabotageName } from '../load/sabotage';

const CHECK_EVERY = 20;

export interface Plan {
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly StrategyName[];
  readonly schedules: number;
  readonly seed: number;
}

export interface Terminal {
  readonly say: (line: string) => void;
  readonly now: () => number;
  readonly stopped: () => boolean;
}

export class Session {
  private constructor(
    readonly org: EmbeddedOrg,
    readonly sabotage: SabotageName | null,
    readonly version: string,
    readonly terminal: Terminal,
  ) {}

  static async open(
    sabotage: SabotageName | null,
    version: string,
    terminal: Terminal,
  ): Promise<Session> {
    const folders = prepareFolders(sabotage ?? undefined);
    try {
      const packages = await Promise.all(folders.paths.map(sourcePackage));
      return new Session(await explorerOrg(packages), sabotage, version, terminal);
    } finally {
      folders.remove();
    }
  }

  /** @returns whether something was found; stops at the first failure */
  async explore(plan: Plan): Promise<boolean> {
    const { say, now, stopped } = this.terminal;
    const began = now();
    let runs = 0;
    for (const scenario of plan.scenarios)
      for (const strategy of plan.strategies) {
        if (stopped()) break;
        const subject = new OrgSubject(this.org, scenario);
        const result = await explore(subject, STRATEGIES[strategy](plan.seed), {
          schedules: Math.ceil(plan.schedules / plan.strategies.length),
          checkEvery: CHECK_EVERY,
          stopped,
        });
        runs += result.schedules + result.checked;
        say(summary(result));
        if (result.unsteady !== null)
          say(`  Schedule ${result.unsteady} went another way when it was repeated.`);
        if (!result.found) continue;
        const { schedule, choices, shortest } = result.found;
        say(
          `\nSchedule ${schedule} of "${scenario.name}" fails. Its ${choices} choices, shortened:\n`,
        );
        this.#story(scenario, shortest);
        return true;
      }
    const seconds = (now() - began) / 1000;
    say(`  ${runs} runs in ${seconds.toFixed(1)} s: ${(runs / seconds).toFixed(0)} per second.`);
    return false;
  }

  /** @returns whether the run fails */
  async replay(line: ReplayLine, scenario: Scenario): Promise<boolean> {
    const subject = new OrgSubject(this.org, scenario);
    const player = new ReplayPlayer(line.choices);
    const run = await subject.run(player);
    this.#story(scenario, { ...run, choices: line.choices });
    if (!(await repeats(subject, run)))
      this.terminal.say('The run went another way when repeated.');
    return run.failures.length > 0;
  }

  close(): Promise<void> {
    return this.org.close();
  }

  #story(scenario: Scenario, run: Run): void {
    const { say } = this.terminal;
    for (const line of tell(scenario, run)) say(line === '' ? '' : `  ${line}`);
    const { version, sabotage } = this;
    const { choices } = run;
    const mode = 'restart';
    const line = writeReplay({ version, scenario: scenario.name, sabotage, mode, choices });
    say(`\nTo see it again:  npm run explore -- --replay ${line}\n`);
  }
}

function summary(result: Exploration): string {
  const { subject, strategy, schedules, distinct, moves, abandoned, checked, found } = result;
  const extent = moves.most > 0 ? `, ${moves.least} to ${moves.most} moves` : '';
  const redundant = abandoned > 0 ? `, ${abandoned} redundant ones given up` : '';
  const verdict = found ? `BROKEN: ${found.failure.invariant}` : 'holds';
  const head = `  ${subject.padEnd(12)} ${strategy.padEnd(15)} ${String(schedules).padStart(5)} schedules, ${distinct} distinct${extent}${redundant}, ${checked} repeated: ${verdict}`;
  return result.claim === '' || found ? head : `${head}\n${' '.repeat(15)}${result.claim}`;
}
