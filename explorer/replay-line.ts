/** A run in one short line that can be copied from a terminal. */
import { MODES, type ModeName } from './modes';

export interface ReplayLine {
  /** Digest of everything that a run depends on besides its choices. */
  readonly version: string;
  readonly scenario: string;
  readonly sabotage: string | null;
  readonly mode: ModeName;
  readonly choices: readonly number[];
}

/** The line is damaged, or was made by another version. The message is for people. */
export class ReplayRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReplayRefused';
  }
}

/** `version/scenario/sabotage/mode/choices`; `Z5` stands for five zeros, numbers are in base 36. */
export function writeReplay(line: ReplayLine): string {
  return [
    line.version,
    line.scenario,
    line.sabotage ?? 'sound',
    line.mode,
    packed(line.choices),
  ].join('/');
}

/**
 * @param version of the package, the local org and the explorer as they are now
 * @throws ReplayRefused
 */
export function readReplay(text: string, version: string): ReplayLine {
  const [of, scenario, sabotage, mode, choices, rest] = text.trim().split('/');
  const whole = scenario && sabotage && mode && choices !== undefined;
  if (!of || !whole || rest !== undefined)
    throw new ReplayRefused(`"${text}" is not a replay line: it has five parts with / between.`);
  if (of !== version)
    throw new ReplayRefused(
      `The replay line was made by version ${of}, and this is ${version}: the package, the local org or the explorer has changed, so the same choices would tell another story.`,
    );
  if (!Object.hasOwn(MODES, mode)) throw new ReplayRefused(`There is no mode "${mode}".`);
  return {
    version,
    scenario,
    sabotage: sabotage === 'sound' ? null : sabotage,
    mode: mode as ModeName,
    choices: unpacked(choices),
  };
}

function packed(choices: readonly number[]): string {
  const words: string[] = [];
  let zeros = 0;
  const flush = (): void => {
    if (zeros > 0) words.push(`Z${zeros.toString(36)}`);
    zeros = 0;
  };
  for (const choice of choices) {
    if (choice === 0) {
      zeros++;
      continue;
    }
    flush();
    words.push(choice.toString(36));
  }
  flush();
  return words.join('.');
}

function unpacked(text: string): number[] {
  if (text === '') return [];
  return text.split('.').flatMap((word) => {
    const zeros = word.startsWith('Z');
    return zeros ? new Array<number>(numberOf(word.slice(1))).fill(0) : [numberOf(word)];
  });
}

function numberOf(word: string): number {
  if (!/^[0-9a-z]{1,4}$/.test(word))
    throw new ReplayRefused(`"${word}" in the replay line is not a number.`);
  return parseInt(word, 36);
}
