/** What was done of a plan, in a file, so that a later call can go on. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ReplayRefused } from '../../explorer/replay-line';
import { writeWhole } from '../command/disk';
import { crashed, type PartEnd } from './crew';
import type { Part, Row } from './plan';
import type { Section } from './section';

export interface Saved {
  /** Digest, as in replay lines. */
  readonly version: string;
  readonly sections: readonly Section[];
  readonly parts: readonly Part[];
  /** By the number of the part. Parts that crashed are done again. */
  readonly ends: readonly (readonly [number, PartEnd])[];
}

const FORMAT = 'apex-mutex explorer state 2';

/** How the state is called where the disk refuses it, and the flag that names another place. */
export const STATE = ['The state of the exploration', '--save'] as const;

/** A line with the digest of the rest, then the rest. @throws Refusal in one sentence */
export function save(file: string, { version, sections, parts, ends }: Saved): void {
  const kept = ends.filter(([, end]) => !crashed(end));
  const body = JSON.stringify({ sections, parts, ends: kept }, plain);
  const head = JSON.stringify({ format: FORMAT, version, digest: digest(body) });
  writeWhole(file, `${head}\n${body}`, ...STATE);
}

/** @throws ReplayRefused when it is no such file, is damaged or belongs to another version */
export function load(file: string, version: string): Saved {
  const [first, body = ''] = lines(file);
  const head = headOf(first);
  if (head?.format !== FORMAT)
    throw new ReplayRefused(`"${file}" is not the state of an exploration.`);
  if (head.version !== version)
    throw new ReplayRefused(
      `"${file}" was made by version ${head.version}, and this is ${version}: the package, the local org or the explorer has changed, so what was explored then says nothing about now. Begin again without --resume.`,
    );
  if (head.digest !== digest(body))
    throw new ReplayRefused(`"${file}" is damaged. Begin again without --resume.`);
  return { version, ...(JSON.parse(body, rich) as Omit<Saved, 'version'>) };
}

interface Head {
  readonly format: string;
  readonly version: string;
  readonly digest: string;
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReplayRefused(`"${file}" cannot be resumed: ${why}`);
  }
}

/** @returns null for what is no JSON; whether it is a head at all, its format tells */
function headOf(line = ''): Head | null {
  try {
    return JSON.parse(line) as Head | null;
  } catch {
    return null;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const rowsOf = (sections: readonly Section[]): Row[] => sections.flatMap(({ rows }) => rows);

/** JSON knows neither sets, nor maps, nor infinity. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Set) return { $set: [...(value as Set<unknown>)] };
  if (value instanceof Map) return { $map: [...(value as Map<unknown, unknown>)] };
  return value === Infinity ? { $infinity: true } : value;
}

function rich(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$set' in value) return new Set(value.$set as unknown[]);
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
  return '$infinity' in value ? Infinity : value;
}
