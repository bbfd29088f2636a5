/** What everybody can see of the lanes at one moment: committed rows, read without disturbing anybody. */
import { hash } from 'node:crypto';
import type { Database, Values } from '../../local-org/database/contract';
import type { Invariant as InvariantOf } from '../world';
import { Interned, type Known } from './interned';

export interface Item {
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly status: string;
  readonly attempts: number;
  /** False: it is parked, or was cancelled before it had a place. */
  readonly placed: boolean;
  /** Its handler fails when it is asked to; the items of others never do. */
  readonly mayFail: boolean;
  /** Request key of the item by which somebody is told that this one is settled; null: nobody is. */
  readonly tells: string | null;
}

export interface Lane {
  readonly lane: string;
  readonly token: number;
  readonly holder: string | null;
  /** Async job that holds it, or that a user lease was taken for. */
  readonly job: string | null;
  /** When the reaper saw that job Processing for the first time, and when the holder took the row. */
  readonly seenAt: number | null;
  readonly lockedAt: number | null;
  readonly flag: boolean;
  /** It says why it waits. */
  readonly reason: boolean;
  readonly stopped: boolean;
  /** It takes no new items. */
  readonly closed: boolean;
  readonly nextTicket: number;
}

/** What the probe's handler left behind: it commits together with its item, or not at all. */
export interface Effect {
  readonly id: string;
  readonly key: string;
  /** Whose lease it was written under: that of a run, or that of a user who guards his own writes. */
  readonly by: 'runner' | 'user';
  readonly lane: string;
  readonly ticket: number;
  readonly token: number;
  /** How many requests the work could see; null: it did not count them. */
  readonly saw: number | null;
}

export interface View {
  /** Items that have or had a place. */
  readonly items: readonly Item[];
  /** Keys of items that are stored and wait for a place. */
  readonly parked: readonly string[];
  readonly lanes: readonly Lane[];
  readonly effects: readonly Effect[];
  /** Keys of requests that wait for work which has seen them; see ExplorerSnapshot. */
  readonly requests: readonly string[];
  /** The settings let no run start. */
  readonly halted: boolean;
  /** Status by id of the async job. */
  readonly jobs: ReadonlyMap<string, string>;
}

/** Keys of items that were settled days before the run, so that a purge may delete them, begin so. */
export const isOld = (key: string): boolean => key.startsWith('old ');

export type Invariant = InvariantOf<View>;

/**
 * Cheap enough for every commit of every run: what did not change is not read again, and views that
 * are equal are one object, in all runs.
 */
export function look(database: Database): View {
  const items = itemsOf(database.committed('Queue_Item__c'));
  const lanes = lanesOf(database.committed('Mutex__c'));
  const effects = effectsOf(database.committed('Probe_Effect__c'));
  const jobs = jobsOf(database.committed('AsyncApexJob'));
  const settings = settingsOf(database.committed('Lane_Setting__mdt'));
  const text = `${items.number} ${lanes.number} ${effects.number} ${jobs.number} ${settings.number}`;
  const known = VIEWS.of(text, () => ({
    items: items.value.filter(({ placed }) => placed),
    parked: items.value.filter(({ status }) => status === 'Parked').map(({ key }) => key),
    lanes: lanes.value,
    effects: effects.value.filter(({ lane }) => lane !== ''),
    requests: effects.value.filter(({ lane }) => lane === '').map(({ key }) => key),
    halted: settings.value.includes(true),
    jobs: new Map(jobs.value),
  }));
  NUMBERS.set(known.value, known.number);
  return known.value;
}

const VIEWS = new Interned<View>();
const NUMBERS = new WeakMap<View, number>();

/** Tells views apart; undefined for one that `look` has not made. */
export const numberOf = (view: View): number | undefined => NUMBERS.get(view);

/** Stands for all that is seen, in every process: 128 bits of SHA-1. */
export const digestOf = once((view: View): string =>
  hash('sha1', JSON.stringify({ ...view, jobs: [...view.jobs] }), 'base64url').slice(0, 22),
);

const itemsOf = reader<Item>((values) => ({
  key: keyOf(values),
  lane: text(values['Lane__c']) ?? '',
  ticket: number(values['Ticket__c']),
  status: text(values['Status__c']) ?? '',
  attempts: number(values['Attempts__c']),
  placed: values['Ticket__c'] != null,
  mayFail: /"(fails|dies)":/.test(text(values['Payload__c']) ?? ''),
  tells: text(values['On_Settled__c']) === null ? null : `settled ${text(values['Id']) ?? ''}`,
}));

const lanesOf = reader<Lane>((values) => ({
  lane: text(values['Key__c']) ?? '',
  token: number(values['Token__c']),
  holder: text(values['Holder__c']),
  job: text(values['Job_Id__c']),
  seenAt: moment(values['Seen_At__c']),
  lockedAt: moment(values['Locked_At__c']),
  flag: values['Run_Queueable__c'] === true,
  reason: text(values['Waiting_Reason__c']) !== null,
  stopped: values['Blocked__c'] === true || values['Paused__c'] === true,
  closed: values['Closed__c'] === true,
  nextTicket: number(values['Next_Ticket__c']),
}));

const effectsOf = reader<Effect>((values) => ({
  id: text(values['Id']) ?? '',
  key: text(values['Item_Key__c']) ?? '',
  by: values['Ticket__c'] == null ? 'user' : 'runner',
  lane: text(values['Lane__c']) ?? '',
  ticket: number(values['Ticket__c']),
  token: number(values['Token__c']),
  saw: sawOf(text(values['Job_Id__c'])),
}));

const jobsOf = reader<readonly [string, string]>((values) => [
  text(values['Id']) ?? '',
  text(values['Status']) ?? '',
]);

const settingsOf = reader((values) => values['Stopped__c'] === true);

/** Rows never change, a new version is a new object: each is read once. */
function reader<T>(read: (values: Values) => T): (rows: readonly Values[]) => Known<readonly T[]> {
  const contents = new Interned<T>();
  const oneOf = once((values: Values) => {
    const value = read(values);
    return contents.of(JSON.stringify(value), () => value);
  });
  const lists = new Interned<readonly T[]>();
  let last: readonly Values[] | null = null;
  let known: Known<readonly T[]>;
  return (rows) => {
    if (rows === last) return known;
    const all = rows.map(oneOf);
    last = rows;
    const numbers = all.map(({ number }) => number);
    return (known = lists.of(numbers.join(), () => all.map(({ value }) => value)));
  };
}

function once<A extends object, B>(make: (from: A) => B): (from: A) => B {
  const known = new WeakMap<A, B>();
  return (from) => {
    let made = known.get(from);
    if (made === undefined) known.set(from, (made = make(from)));
    return made;
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const number = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0));

const moment = (value: unknown): number | null => (value == null ? null : number(value));

function sawOf(note: string | null): number | null {
  const found = /^saw (\d+)$/.exec(note ?? '');
  return found ? Number(found[1]) : null;
}

function keyOf(values: Values): string {
  const again = text(values['Redrive_Of__c']);
  if (again !== null) return `redrive ${again}`;
  const payload = text(values['Payload__c']) ?? '';
  return text(values['Request_Key__c']) ?? /"key":"([^"]*)"/.exec(payload)?.[1] ?? '';
}
