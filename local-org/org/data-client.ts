/** The data calls of an org: each a transaction of its own, or several in one. */
import type { ResultRow, Values } from '../database/contract';
import type { Compiler } from '../language/program';
import type { DmlVerb, RowResult, RunningUser } from '../runtime/host';
import type { Step } from '../scheduler/suspension';
import { NO_INPUT } from '../transaction/memo/identity';
import type { Transaction } from '../transaction/transaction';
import { Conversation, Undone } from './atomic';
import type { OrgScope, QueryPage, WriteOptions } from './contract';
import { parseQuery, queryRows, readRow } from './data-api';
import type { Requests } from './requests';
import { deleteByIds, writeValues } from './write-api';

export class DataClient {
  constructor(
    readonly requests: Requests,
    readonly compiler: Compiler,
    /** Runs what names no user. */
    readonly defaultUser: RunningUser,
  ) {}

  query(
    soql: string,
    options: { readonly user?: RunningUser; readonly allRows?: boolean } = {},
  ): Promise<QueryPage> {
    return this.#data(
      'query',
      options.user,
      (tx) => queryRows(tx, parseQuery(this.compiler, soql, options.allRows ?? false)),
      [soql, options.allRows],
    );
  }

  read(object: string, id: string, fields?: readonly string[]): Promise<ResultRow | undefined> {
    return this.#data('read', undefined, (tx) => readRow(tx, object, id, fields), [
      object,
      id,
      fields,
    ]);
  }

  insert(
    object: string,
    records: readonly Values[],
    options: WriteOptions = {},
  ): Promise<readonly RowResult[]> {
    return this.#write('insert', object, records, options);
  }

  update(
    object: string,
    records: readonly Values[],
    options: WriteOptions = {},
  ): Promise<readonly RowResult[]> {
    return this.#write('update', object, records, options);
  }

  upsert(
    object: string,
    externalId: string,
    records: readonly Values[],
    options: WriteOptions = {},
  ): Promise<readonly RowResult[]> {
    return this.#write('upsert', object, records, options, externalId);
  }

  delete(ids: readonly string[], options: WriteOptions = {}): Promise<readonly RowResult[]> {
    const allOrNone = options.allOrNone ?? false;
    return this.#data('delete', options.user, (tx) => deleteByIds(tx, ids, allOrNone), [
      ids,
      allOrNone,
    ]);
  }

  #write(
    verb: DmlVerb,
    object: string,
    records: readonly Values[],
    options: WriteOptions,
    externalId?: string,
  ): Promise<readonly RowResult[]> {
    const allOrNone = options.allOrNone ?? false;
    const spec = { allOrNone, ...(externalId ? { externalId } : {}) };
    return this.#data(
      `${verb} ${object}`,
      options.user,
      (tx) => writeValues(tx, verb, object, records, spec),
      [records, spec],
    );
  }

  #data<T>(
    name: string,
    user: RunningUser | undefined,
    body: (tx: Transaction) => Step<T>,
    args: readonly unknown[],
  ): Promise<T> {
    const identity = { name: `${name} ${JSON.stringify(args)}`, input: NO_INPUT };
    return this.requests.rest(name, user ?? this.defaultUser, body, identity);
  }

  async atomic<T>(
    work: (scope: OrgScope) => Promise<T>,
    options: { readonly user?: RunningUser } = {},
  ): Promise<T> {
    const talk = new Conversation();
    const user = options.user ?? this.defaultUser;
    const done = this.requests.rest('atomic', user, (tx) => talk.run(tx));
    // A transaction that dies must not leave the work waiting for an answer.
    const died = done.then(() => new Promise<never>(() => undefined));
    try {
      const result = await Promise.race([work(this.#scope(talk)), died]);
      talk.commit();
      await done;
      return result;
    } catch (error) {
      talk.undo(error);
      await done.catch((thrown: unknown) => {
        if (!(thrown instanceof Undone) && thrown !== error) throw thrown;
      });
      throw error;
    }
  }

  #scope(talk: Conversation): OrgScope {
    const { compiler } = this;
    const write =
      (verb: DmlVerb, externalId?: string) =>
      (object: string, records: readonly Values[], options: WriteOptions = {}) =>
        talk.perform((tx) =>
          writeValues(tx, verb, object, records, {
            allOrNone: options.allOrNone ?? false,
            ...(externalId ? { externalId } : {}),
          }),
        );
    return {
      query: (soql, options = {}) =>
        talk.perform((tx) => queryRows(tx, parseQuery(compiler, soql, options.allRows ?? false))),
      read: (object, id, fields) => talk.perform((tx) => readRow(tx, object, id, fields)),
      insert: write('insert'),
      update: write('update'),
      upsert: (object, externalId, records, options) =>
        write('upsert', externalId)(object, records, options),
      delete: (ids, options = {}) =>
        talk.perform((tx) => deleteByIds(tx, ids, options.allOrNone ?? false)),
    };
  }
}
