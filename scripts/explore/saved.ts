/** What was done of a plan, in a file, so that a later call can go on. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ReplayRefused } from '../../explorer/replay-line';
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

const FORMAT = 'apex-mutex explorer state 1';

/** Wholly or not at all. @throws Error of the file system */
export function save(file: string, { version, sections, parts, ends }: Saved): void {
  mkdirSync(dirname(file), { recursive: true });
  const kept = ends.filter(([, end]) => !crashed(end));
  const content = JSON.stringify({ format: FORMAT, version, sections, parts, ends: kept }, plain);
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}

/** @throws ReplayRefused when it is no such file, is damaged or belongs to another version */
export function load(file: string, version: string): Saved {
  let saved: Partial<Saved & { format: string }>;
  try {
    saved = JSON.parse(readFileSync(file, 'utf8'), rich) as typeof saved;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ReplayRefused(`"${file}" cannot be resumed: ${why}`);
  }
  if (saved?.format !== FORMAT || !saved.sections || !saved.parts || !saved.ends)
    throw new ReplayRefused(`"${file}" is not the state of an exploration.`);
  if (saved.version !== version)
    throw new ReplayRefused(
      `"${file}" was made by version ${saved.version}, and this is ${version}: the package, the local org or the explorer has changed, so what was explored then says nothing about now. Begin again without --resume.`,
    );
  const { sections, parts, ends } = saved;
  return { version, sections, parts, ends };
}

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
