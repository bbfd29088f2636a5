/** What everybody can see of a recipe: items, locks, effects and jobs. */
import type { Database } from '../../local-org/database/contract';
import { rowsOf, textOf } from './rows';

export interface Item {
  readonly key: string;
  /** Its auto-number: `RI-000000002`. */
  readonly number: string;
  readonly done: boolean;
}

export interface Lock {
  readonly id: string;
  readonly name: string;
  readonly held: boolean;
}

export interface Effect {
  readonly id: string;
  readonly key: string;
}

export interface View {
  readonly items: readonly Item[];
  readonly locks: readonly Lock[];
  readonly effects: readonly Effect[];
  /** Jobs that were enqueued and have not begun; */
  readonly waiting: number;
  /** that have begun and not ended. */
  readonly running: number;
}

/** Where a recipe keeps what. */
export interface Shape {
  /** Object and field of the status, if it has items; an item is done when the field says Done. */
  readonly items?: { readonly object: string; readonly status: string };
  readonly locks?: {
    readonly object: string;
    /** Field with its name. */
    readonly name: string;
    /** Field that says whether it is held. */
    readonly state: string;
  };
}

/** What a lock without a name is called. */
export const FLAG = 'the flag';

const BEGUN = 'Processing';
const OPEN = ['Queued', 'Preparing', 'Holding', BEGUN];

export function look(database: Database, { items, locks }: Shape): View {
  const jobs = rowsOf(database, 'AsyncApexJob', 'Status').map((row) => row.values['Status']);
  return {
    items: items ? itemsOf(database, items.object, items.status) : [],
    locks: locks
      ? rowsOf(database, locks.object, locks.name, locks.state).map(({ id, values }) => ({
          id: id ?? '',
          name: textOf(values[locks.name]) || FLAG,
          held: isHeld(values[locks.state]),
        }))
      : [],
    effects: rowsOf(database, 'Recipe_Effect__c', 'Key__c').map(({ id, values }) => ({
      id: id ?? '',
      key: textOf(values['Key__c']),
    })),
    waiting: jobs.filter((status) => status !== BEGUN && OPEN.includes(textOf(status))).length,
    running: jobs.filter((status) => status === BEGUN).length,
  };
}

function itemsOf(database: Database, object: string, status: string): Item[] {
  return rowsOf(database, object, 'Name', 'Key__c', status).map(({ values }) => ({
    key: textOf(values['Key__c']),
    number: textOf(values['Name']),
    done: values[status] === 'Done',
  }));
}

/** A checkbox, or the word. */
function isHeld(state: unknown): boolean {
  return state === true || state === 'Locked';
}

/** What a commit changed for everybody, in words. */
export function describeChange(before: View, now: View): string {
  const parts: string[] = [];
  for (const item of now.items) {
    const old = before.items.find(({ number }) => number === item.number);
    if (!old) parts.push(`${item.key} is stored as ${short(item.number)}`);
  }
  for (const { id, key } of now.effects)
    if (!before.effects.some((effect) => effect.id === id)) parts.push(`${key} is done`);
  for (const lock of now.locks) {
    const old = before.locks.find(({ id }) => id === lock.id);
    if (!old && before.locks.some(({ name }) => name === lock.name))
      parts.push(`there is another record for ${lock.name}`);
    if ((old?.held ?? false) !== lock.held)
      parts.push(`${lock.name} is ${lock.held ? 'locked' : 'free'}`);
  }
  return parts.join('; ');
}

/** `RI-000000002` without zeros. */
export function short(number: string): string {
  return number.replace(/-0+(?=\d)/, '-');
}
