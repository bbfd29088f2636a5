/** Writes down what callers did and were told, and reads back what became of it. */
import { AnswerLost, type EmbeddedOrg } from '../../../local-org/org';
import type { CallOutcome, ForgottenLane, TakeOver } from '../../../checkers/history';
import type { Door, EnqueueCall, History } from '../../../scripts/load/history';
import { rows, type Row } from './package-org';

/** An item that PlayHandler understands. */
export interface Part {
  readonly key: string;
  readonly fails?: number;
  readonly dies?: number;
  readonly sends?: Readonly<Record<string, readonly Part[]>>;
}

export const part = (key: string): Part => ({ key });

/** As many parts as asked for: `a0`, `a1` … */
export const parts = (prefix: string, count: number): Part[] =>
  Array.from({ length: count }, (_, i) => part(`${prefix}${i}`));

const text = (row: Row, field: string): string => String(row[field] ?? '');
const maybe = (row: Row, field: string): string | null =>
  row[field] == null ? null : text(row, field);
const number = (row: Row, field: string): number => Number(row[field] ?? 0);

const MINUTE = 60_000;

/** One case: its callers, and the evidence. */
export class Recorder {
  readonly calls: EnqueueCall[] = [];
  readonly releases: TakeOver[] = [];
  readonly forgotten: ForgottenLane[] = [];
  /** Counts what clients see, so that "answered before sent" is exact though no time passes. */
  #moment = 0;

  constructor(readonly org: EmbeddedOrg) {}

  /** One caller enqueues once. Never throws: what he was told is part of the evidence. */
  async enqueue(lane: string, items: readonly Part[], door: Door = 'anonymous'): Promise<string> {
    const invoked = ++this.#moment;
    let error: string;
    let outcome: CallOutcome;
    try {
      error = await this.#send(lane, items, door);
      outcome = error === '' ? 'ok' : 'failed';
    } catch (caught) {
      outcome = caught instanceof AnswerLost ? 'unknown' : 'failed';
      error = String(caught);
    }
    this.calls.push({
      who: `caller ${this.calls.length}`,
      connection: this.calls.length,
      door,
      lane,
      keys: items.map(({ key }) => key),
      invoked,
      answered: ++this.#moment,
      outcome,
      attempts: 1,
      ...(error === '' ? {} : { error }),
    });
    return error;
  }

  /** @returns what the org said against it; empty when it agreed */
  async #send(lane: string, items: readonly Part[], door: Door): Promise<string> {
    if (door === 'anonymous') {
      const keys = items.map(({ key }) => `'${key}'`).join(', ');
      const result = await this.org.executeAnonymous(
        `PlayHandler.enqueue('${lane}', new List<String>{ ${keys} });`,
      );
      return result.success ? '' : (result.exceptionMessage ?? 'refused');
    }
    const records = items.map((item) => ({
      Lane__c: lane,
      Handler__c: 'PlayHandler',
      Payload__c: JSON.stringify(item),
      Request_Key__c: item.key,
    }));
    const results = await this.org.insert('Queue_Item__c', records, { allOrNone: true });
    return results.flatMap(({ errors }) => errors.map(({ message }) => message)).join(' ');
  }

  /**
   * Looks for lanes that are neither held nor marked although work waits in them. Sound while
   * everything moves: what waits both before and after the lane was seen free waited then too.
   */
  async lookForForgotten(): Promise<void> {
    const before = new Set((await this.pending()).map((item) => text(item, 'Request_Key__c')));
    if (before.size === 0) return;
    const lanes = await rows(
      this.org,
      'SELECT Key__c FROM Mutex__c WHERE Holder__c = NULL AND Run_Queueable__c = FALSE AND Blocked__c = FALSE AND Paused__c = FALSE',
    );
    const free = new Set(lanes.map((row) => text(row, 'Key__c')));
    for (const item of await this.pending()) {
      const [lane, key] = [text(item, 'Lane__c'), text(item, 'Request_Key__c')];
      if (free.has(lane) && before.has(key))
        this.forgotten.push({ lane, ticket: number(item, 'Ticket__c'), key });
    }
  }

  pending(): Promise<readonly Row[]> {
    return rows(
      this.org,
      `SELECT Lane__c, Ticket__c, Request_Key__c FROM Queue_Item__c WHERE Status__c = 'Pending'`,
    );
  }

  /**
   * Lets time pass, minute by minute, until nothing waits and no runner holds a lane any more.
   * @returns minutes that it took; more than `most` if that was not enough
   */
  async drain(most: number): Promise<number> {
    await this.org.idle();
    await this.lookForForgotten();
    for (let minutes = 0; minutes <= most; minutes++) {
      if ((await this.pending()).length === 0 && !(await this.#anyRunner())) return minutes;
      await this.org.advance(MINUTE);
      await this.lookForForgotten();
    }
    return most + 1;
  }

  async #anyRunner(): Promise<boolean> {
    const held = await rows(this.org, "SELECT Id FROM Mutex__c WHERE Holder__c = 'runner'");
    return held.length > 0;
  }

  /** The evidence, in the form that the load test's checks judge. */
  async history(): Promise<History> {
    const { org, calls, releases, forgotten } = this;
    const items = await rows(
      org,
      'SELECT Id, Lane__c, Ticket__c, Status__c, Request_Key__c, Attempts__c, Settled_Token__c, Settled_At__c, Last_Error__c FROM Queue_Item__c ORDER BY Order_Key__c',
    );
    const effects = await rows(
      org,
      'SELECT Id, Lane__c, Ticket__c, Token__c, Job_Id__c, Item_Key__c, Started__c, Finished__c FROM Probe_Effect__c ORDER BY Id',
    );
    return {
      calls,
      mutexCalls: [],
      releases,
      forgotten,
      jumps: null,
      patience: null,
      items: items.map((row) => ({
        id: text(row, 'Id'),
        key: text(row, 'Request_Key__c'),
        lane: text(row, 'Lane__c'),
        ticket: number(row, 'Ticket__c'),
        status: text(row, 'Status__c'),
        attempts: number(row, 'Attempts__c'),
        settledToken: row['Settled_Token__c'] == null ? null : number(row, 'Settled_Token__c'),
        settledAt: row['Settled_At__c'] == null ? null : number(row, 'Settled_At__c'),
        lastError: maybe(row, 'Last_Error__c'),
      })),
      // Within one millisecond ids tell the order: they are given out as rows are inserted.
      effects: effects.map((row, rank) => ({
        key: text(row, 'Item_Key__c'),
        lane: text(row, 'Lane__c'),
        ticket: number(row, 'Ticket__c'),
        token: number(row, 'Token__c'),
        job: text(row, 'Job_Id__c'),
        started: number(row, 'Started__c') + rank / 1e6,
        finished: number(row, 'Finished__c') + rank / 1e6,
      })),
      lanes: await this.#lanes(),
    };
  }

  async #lanes(): Promise<History['lanes']> {
    const found = await rows(
      this.org,
      'SELECT Key__c, Token__c, Holder__c, Job_Id__c, Run_Queueable__c, Blocked__c, Next_Ticket__c FROM Mutex__c',
    );
    const jobs = await rows(this.org, 'SELECT Id, Status FROM AsyncApexJob');
    const status = new Map(jobs.map((row) => [text(row, 'Id'), text(row, 'Status')]));
    return found.map((row) => ({
      lane: text(row, 'Key__c'),
      token: number(row, 'Token__c'),
      holder: maybe(row, 'Holder__c'),
      job: maybe(row, 'Job_Id__c'),
      jobStatus: status.get(text(row, 'Job_Id__c')) ?? null,
      flag: row['Run_Queueable__c'] === true,
      blocked: row['Blocked__c'] === true,
      nextTicket: number(row, 'Next_Ticket__c'),
    }));
  }
}
