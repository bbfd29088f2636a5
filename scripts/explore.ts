/** `npm run explore`: runs the package under many interleavings and tells the story of a failure. */
import { readReplay, ReplayRefused } from '../explorer/replay-line';
import { SCENARIOS } from '../explorer/scenarios';
import type { Scenario } from '../explorer/scenario';
import { parseFlags, type ExploreFlags } from './explore/options';
import { Session, type Plan, type Terminal } from './explore/session';
import { version } from './explore/version';
import { SABOTAGES, sabotageNames, type SabotageName } from './load/sabotage';
import { LoadError } from './load/target';

/** Exit codes: scripts and CI read them. */
const EXIT = { holds: 0, broken: 1, incomplete: 2, refused: 3 } as const;

/** What a newcomer sees first: a race that needs three transactions at the right moments. */
const SHOWN: SabotageName = 'release-without-recheck';

/** Ctrl-C once: stop after the run in progress and say what was seen. Twice: go at once. */
function terminal(): Terminal {
  let asked = false;
  process.on('SIGINT', () => {
    if (asked) process.exit(130);
    asked = true;
    process.stderr.write('\nStopping after this run. Press Ctrl-C again to leave at once.\n');
  });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  return { say, now: () => performance.now(), stopped: () => asked };
}

function planOf(flags: ExploreFlags): Plan {
  const { scenario, strategy, schedules, seed } = flags;
  return {
    scenarios: scenario === undefined ? SCENARIOS : [named(scenario)],
    strategies: strategy === undefined ? ['pos', 'pct'] : [strategy],
    schedules,
    seed,
  };
}

function named(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (!found) throw new ReplayRefused(`There is no scenario "${name}".`);
  return found;
}

async function within(session: Session, work: (s: Session) => Promise<boolean>): Promise<boolean> {
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function replay(text: string, screen: Terminal): Promise<number> {
  const now = version();
  const line = readReplay(text, now);
  const scenario = named(line.scenario);
  const sabotage = sabotageNames().find((name) => name === line.sabotage) ?? null;
  if (line.sabotage !== sabotage)
    throw new ReplayRefused(`There is no sabotage "${line.sabotage ?? ''}".`);
  const session = await Session.open(sabotage, now, screen);
  const broken = await within(session, (s) => s.replay(line, scenario));
  if (!broken) screen.say('Every promise holds in this run.');
  return broken ? EXIT.broken : EXIT.holds;
}

async function main(): Promise<number> {
  const flags = parseFlags(process.argv.slice(2), (code) =>
    process.exit(code === 0 ? EXIT.holds : EXIT.refused),
  );
  const screen = terminal();
  if (flags.replay !== undefined) return replay(flags.replay, screen);
  const now = version();
  const plan = planOf(flags);
  const tour = process.argv.length <= 2;
  let shown = true;
  if (tour) {
    screen.say(`A package without one of its guards.\n${SABOTAGES[SHOWN].summary}.`);
    const session = await Session.open(SHOWN, now, screen);
    const scenarios = [named('two-callers')];
    shown = await within(session, (s) => s.explore({ ...plan, scenarios, schedules: 400 }));
    if (!shown && !screen.stopped()) screen.say('The missing guard was not noticed.');
  }
  const sabotage = flags.sabotage ?? null;
  screen.say(sabotage === null ? 'The sound package.' : `${SABOTAGES[sabotage].summary}.`);
  const session = await Session.open(sabotage, now, screen);
  const broken = await within(session, (s) => s.explore(plan));
  if (broken) return EXIT.broken;
  if (screen.stopped()) {
    screen.say('Interrupted: this is what was seen until then.');
    return EXIT.incomplete;
  }
  screen.say('No promise was broken in any of these runs. That is evidence, not proof.');
  return shown ? EXIT.holds : EXIT.broken;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = error instanceof LoadError || error instanceof ReplayRefused;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${expected ? error.message : text}\n`);
    process.exit(EXIT.refused);
  },
);
