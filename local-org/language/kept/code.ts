/** Emitted scripts as plain data, and back. */
import type { LibraryRegistry } from '../../runtime/core/registry';
import type { LineEntry, LineTable } from '../../runtime/core/trace';
import type { ConstantOrigin, UnitSource } from '../emit/unit';

export interface KeptScript extends Pick<UnitSource, 'name' | 'key' | 'code' | 'origins'> {
  /** Names of the frames that the lines name by number. */
  readonly frames: readonly string[];
  /** Line of JavaScript, frame, line of Apex; line of JavaScript, and so on. */
  readonly lines: readonly number[];
}

export function keptScript({ name, key, code, origins, lines }: UnitSource): KeptScript {
  const frames = new Map<string, number>();
  const rows: number[] = [];
  lines.forEach((entry, at) => {
    if (!entry) return;
    if (!frames.has(entry.frame)) frames.set(entry.frame, frames.size);
    rows.push(at, frames.get(entry.frame)!, entry.line);
  });
  return { name, key, code, origins, frames: [...frames.keys()], lines: rows };
}

export function scriptAgain(kept: KeptScript, library: LibraryRegistry): UnitSource {
  const { name, key, code, origins } = kept;
  const constants = origins.map((origin) => constantOf(origin, library));
  return { name, key, code, origins, constants, lines: linesOf(kept) };
}

function constantOf(origin: ConstantOrigin, library: LibraryRegistry): unknown {
  if (!isMember(origin)) return origin;
  const member = library.member(...origin);
  if (!member) throw new Error(`The library no longer has ${origin.slice(0, 3).join('.')}.`);
  return member.fn;
}

function isMember(
  origin: ConstantOrigin,
): origin is Exclude<ConstantOrigin, { readonly from: string }> {
  return Array.isArray(origin);
}

function linesOf({ frames, lines }: KeptScript): LineTable {
  const table: (LineEntry | undefined)[] = [];
  for (let i = 0; i < lines.length; i += 3)
    table[lines[i]!] = { frame: frames[lines[i + 1]!]!, line: lines[i + 2]! };
  return table;
}
