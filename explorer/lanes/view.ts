/** What everybody can see of the lanes at one moment: committed rows, read without disturbing anybody. */
import type { Database, ResultRow } from '../../local-org/database/contract';
import type { Invariant as InvariantOf } from '../world';

export interface Item {
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly status: string;
  readonly attempts: number;
  /** Its handler fails when it is asked to; the items of others never do. */
  readonly mayFail: boolean;
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
  readonly stopped: boolean;
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
}

export interface View {
  readonly items: readonly Item[];
  readonly lanes: readonly Lane[];
  readonly effects: readonly Effect[];
  /** Status by id of the async job. */
  readonly jobs: ReadonlyMap<string, string>;
}

export type Invariant = InvariantOf<View>;

const FIELDS = {
  Queue_Item__c: [
    'Request_Key__c',
    'Lane__c',
    'Ticket__c',
    'Status__c',
    'Attempts__c',
    'Payload__c',
  ],
  Mutex__c: [
    'Key__c',
    'Token__c',
    'Holder__c',
    'Job_Id__c',
    'Seen_At__c',
    'Locked_At__c',
    'Run_Queueable__c',
    'Blocked__c',
    'Paused__c',
    'Next_Ticket__c',
  ],
  Probe_Effect__c: ['Item_Key__c', 'Lane__c', 'Ticket__c', 'Token__c'],
  AsyncApexJob: ['Status'],
} as const;

export function look(database: Database): View {
  const tx = database.begin();
  try {
    const rows = (object: keyof typeof FIELDS): readonly ResultRow[] =>
      tx.query(
        {
          select: FIELDS[object].map((field) => ({ kind: 'field' as const, path: [field] })),
          from: object,
          source: `look at ${object}`,
        },
        [],
      ).rows;
    return {
      items: rows('Queue_Item__c').map(({ values }) => ({
        key: text(values['Request_Key__c']) ?? keyOf(text(values['Payload__c'])),
        lane: text(values['Lane__c']) ?? '',
        ticket: number(values['Ticket__c']),
        status: text(values['Status__c']) ?? '',
        attempts: number(values['Attempts__c']),
        mayFail: /"(fails|dies)":/.test(text(values['Payload__c']) ?? ''),
      })),
      lanes: rows('Mutex__c').map(({ values }) => ({
        lane: text(values['Key__c']) ?? '',
        token: number(values['Token__c']),
        holder: text(values['Holder__c']),
        job: text(values['Job_Id__c']),
        seenAt: moment(values['Seen_At__c']),
        lockedAt: moment(values['Locked_At__c']),
        flag: values['Run_Queueable__c'] === true,
        stopped: values['Blocked__c'] === true || values['Paused__c'] === true,
        nextTicket: number(values['Next_Ticket__c']),
      })),
      effects: rows('Probe_Effect__c').map(({ id, values }) => ({
        id: id ?? '',
        key: text(values['Item_Key__c']) ?? '',
        by: values['Ticket__c'] == null ? ('user' as const) : ('runner' as const),
        lane: text(values['Lane__c']) ?? '',
        ticket: number(values['Ticket__c']),
        token: number(values['Token__c']),
      })),
      jobs: new Map(
        rows('AsyncApexJob').map(({ id, values }) => [id ?? '', text(values['Status']) ?? '']),
      ),
    };
  } finally {
    tx.rollback();
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const number = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? 0));

const moment = (value: unknown): number | null => (value == null ? null : number(value));

function keyOf(payload: string | null): string {
  return /"key":"([^"]*)"/.exec(payload ?? '')?.[1] ?? '';
}
