/** What is in a database, as text that is equal for equal contents only. */
import type { Values } from './contract';
import type { Sequences } from './journal';
import type { Row, Version } from './row';
import type { Counters, Table } from './table';
import { LOCKED, type Work } from './work';

/** The same number, or digest, for equal texts only. */
export type TextNumber = (text: string) => number | string;

/**
 * @param since the checkpoint that is compared with, and the rows that commits changed since
 * @param open the work of all open transactions
 * @returns null when a transaction without a name holds locks: nobody could tell whose they are
 */
export function describeRows(
  { state, rows }: { readonly state: Sequences; readonly rows: readonly Row[] },
  open: readonly Work[],
  number: TextNumber,
): string | null {
  const touched = new Set(rows);
  const names = new Set<string>();
  let text = '';
  for (const work of [...open].sort(byName)) {
    const { name, log, openSavepoints } = work;
    if (log.length === 0 && openSavepoints.length === 0) continue;
    if (name === undefined || names.has(name)) return null;
    names.add(name);
    text += `${number(name)}[`;
    for (const { row, before } of log) {
      touched.add(row);
      text += `${row.id} ${before === LOCKED ? 'locked' : contentOf(before, number)},`;
    }
    for (const { id, at } of openSavepoints) text += `${id}=${at},`;
  }
  for (const row of [...touched].sort(byPlace)) {
    const owner = (row.owner as Work | undefined)?.name;
    text += `;${row.id} ${contentOf(row.committed, number)} ${contentOf(row.pending, number)}`;
    if (owner !== undefined) text += ` ${number(owner)}`;
  }
  for (const [table, then] of state.counters) text += drawn(table, then);
  return text;
}

/** Ids and auto-numbers that were drawn: those of rows that are gone again left gaps. */
function drawn(table: Table, then: Counters): string {
  if (table.nextId === then.nextId) return '';
  const { nextId, autoNumbers } = table.counters();
  return `#${table.schema.name} ${nextId} ${autoNumbers.join()}`;
}

function byName(a: Work, b: Work): number {
  const [left, right] = [a.name ?? '', b.name ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rows of one table in the order of their insertion, which decides the order of answers. */
function byPlace(a: Row, b: Row): number {
  const [left, right] = [a.table.schema.name, b.table.schema.name];
  if (left !== right) return left < right ? -1 : 1;
  return a.order - b.order;
}

/** Versions are often the same object in run after run. */
const TEXTS = new WeakMap<Values, string>();

/** Equal for versions that hold the same. 0: there is none. */
function contentOf(version: Version | undefined, number: TextNumber): number | string {
  if (version === undefined) return 0;
  const { values, deletedWith } = version;
  let text = TEXTS.get(values);
  if (text === undefined) TEXTS.set(values, (text = JSON.stringify(values)));
  return deletedWith === undefined ? number(text) : `${number(text)} deleted with ${deletedWith}`;
}
