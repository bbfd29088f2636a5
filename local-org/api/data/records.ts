/** Data as one user sees it: schema look-ups, conversion and writes in the API's terms. */
import type { ResultRow } from '../../database/contract';
import type { FieldSchema, ObjectSchema, Stored } from '../../database/schema';
import type { LocalOrg, OrgScope, QueryPage } from '../../org/contract';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { notFound, unsupported } from '../errors';
import type { RowResult, User } from '../types';
import type { ParentByKey, RowInput, Write } from './input';
import { toRow, toStored } from './input';
import { soqlLiteral } from './soql-text';

export class Records {
  constructor(
    readonly org: LocalOrg,
    readonly user: User,
    private readonly scope: OrgScope = org,
  ) {}

  /** True inside of `atomic`, where a failure of one call undoes all. */
  get inTransaction(): boolean {
    return this.scope !== this.org;
  }

  /** Runs several calls as one transaction; inside of one already, it is simply joined. */
  async atomic<T>(work: (records: Records) => Promise<T>): Promise<T> {
    if (this.inTransaction) return work(this);
    if (this.org.atomic === undefined)
      throw unsupported('A request that writes several times in one transaction');
    return this.org.atomic((scope) => work(new Records(this.org, this.user, scope)), {
      user: this.user,
    });
  }

  /** @throws OrgError 404 as the platform does for an object in the path */
  object(name: string): ObjectSchema {
    const schema = this.org.describe(name);
    if (schema === undefined)
      throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
    return schema;
  }

  /** The field that an upsert or a look-up goes by. */
  keyField(schema: ObjectSchema, name: string): FieldSchema {
    const field = schema.fields.get(name.toLowerCase());
    if (field === undefined || !(field.externalId || field.type === 'id'))
      throw new OrgError(
        404,
        'NOT_FOUND',
        `Provided external ID field does not exist or is not accessible: ${name}`,
      );
    return field;
  }

  query(soql: string, allRows = false): Promise<QueryPage> {
    return this.scope.query(soql, { user: this.user, allRows });
  }

  /** Rows by Id, with the given fields, or with all that the user may see. */
  async read(
    schema: ObjectSchema,
    ids: readonly string[],
    fields?: readonly string[],
  ): Promise<readonly ResultRow[]> {
    if (ids.length === 0) return [];
    const names = new Set(fields ?? [...schema.fields.values()].map(({ name }) => name));
    const list = ids.map((id) => soqlLiteral(id, 'id')).join(',');
    for (;;) {
      const columns = [...new Set(['Id', ...names])].join(', ');
      try {
        const soql = `SELECT ${columns} FROM ${schema.name} WHERE Id IN (${list})`;
        return (await this.query(soql)).rows;
      } catch (error) {
        if (!(error instanceof OrgError)) throw error;
        if (error.errorCode === 'INVALID_TYPE') throw notFound();
        const hidden = /^No such column '(\w+)'/.exec(error.message)?.[1];
        if (fields !== undefined || hidden === undefined || !names.delete(hidden)) throw error;
      }
    }
  }

  delete(ids: readonly string[], allOrNone: boolean): Promise<readonly RowResult[]> {
    return this.scope.delete(ids, { user: this.user, allOrNone });
  }

  /** Converts and writes records of one object; `key` is the external id of an upsert. */
  async write(
    write: Write,
    schema: ObjectSchema,
    records: readonly JsonObject[],
    options: { readonly allOrNone: boolean; readonly key?: string },
  ): Promise<readonly RowResult[]> {
    const inputs = records.map((record) => toRow(schema, record, write));
    const rows: RowInput[] = [];
    for (const input of inputs) rows.push(await this.#withParents(input));
    const good = rows.filter(({ errors }) => errors.length === 0).map(({ values }) => values);
    const stop = options.allOrNone && good.length < rows.length;
    const done = stop || good.length === 0 ? [] : await this.#run(write, schema, good, options);
    let next = 0;
    return rows.map(({ errors }): RowResult => {
      if (errors.length > 0) return { success: false, id: null, errors };
      return (stop ? undefined : done[next++]) ?? { success: true, id: null, errors: [] };
    });
  }

  #run(
    write: Write,
    schema: ObjectSchema,
    values: readonly Readonly<Record<string, Stored>>[],
    { allOrNone, key }: { readonly allOrNone: boolean; readonly key?: string },
  ): Promise<readonly RowResult[]> {
    const options = { user: this.user, allOrNone };
    if (write === 'insert') return this.scope.insert(schema.name, values, options);
    if (write === 'update') return this.scope.update(schema.name, values, options);
    return this.scope.upsert(schema.name, key ?? 'Id', values, options);
  }

  /** Looks up parents that are named by external id. */
  async #withParents(input: RowInput): Promise<RowInput> {
    let { values } = input;
    const errors = [...input.errors];
    for (const parent of input.parents) {
      const id = await this.#parentId(parent);
      if (id === undefined)
        errors.push({
          statusCode: 'INVALID_FIELD',
          message: `Foreign key external ID: ${String(parent.value)} not found for field ${parent.key} in entity ${parent.target}`,
          fields: [],
        });
      else values = { ...values, [parent.field.name]: id };
    }
    return { ...input, values, errors };
  }

  async #parentId({ target, key, value }: ParentByKey): Promise<string | undefined> {
    const schema = this.object(target);
    const field = this.keyField(schema, key);
    const literal = soqlLiteral(toStored(field, value), field.type);
    const { rows } = await this.query(
      `SELECT Id FROM ${schema.name} WHERE ${field.name} = ${literal} LIMIT 2`,
    );
    const id = rows[0]?.values['Id'];
    return rows.length === 1 && typeof id === 'string' ? id : undefined;
  }
}
