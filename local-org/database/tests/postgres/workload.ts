/** Random work of several transactions on two small tables, as data: the same for both databases. */
import fc from 'fast-check';

export const TABLES = ['Lane__c', 'Item__c'] as const;
export type Table = (typeof TABLES)[number];

/** A row without its Id: the databases draw those on their own. `key` is unique within a table. */
export interface Pair {
  readonly key: string | null;
  readonly value: number;
}

export type Where =
  | { readonly by: 'all' }
  | { readonly by: 'keys'; readonly keys: readonly string[] }
  | { readonly by: 'value'; readonly op: '=' | '<' | '>='; readonly value: number };

export type Statement =
  | { readonly kind: 'read'; readonly table: Table; readonly where: Where }
  | { readonly kind: 'delete'; readonly table: Table; readonly where: Where }
  | {
      readonly kind: 'lock';
      readonly table: Table;
      readonly where: Where;
      /** Never in random workloads: the databases differ. */
      readonly limit?: number;
    }
  | { readonly kind: 'insert'; readonly table: Table; readonly row: Pair }
  /** Writes a number, or adds it to what is there. */
  | {
      readonly kind: 'set' | 'add';
      readonly table: Table;
      readonly where: Where;
      readonly value: number;
    }
  /** Gives the row with the key `from` another one. */
  | {
      readonly kind: 'rekey';
      readonly table: Table;
      readonly from: string;
      readonly key: string | null;
    }
  | { readonly kind: 'savepoint' | 'commit' | 'rollback' }
  /** Back to one of the savepoints that there are, counted round; without any, nothing. */
  | { readonly kind: 'rollbackTo'; readonly place: number };

/** One statement of one transaction. Skipped where that transaction waits or has ended. */
export interface Step {
  readonly tx: number;
  readonly statement: Statement;
}

export interface Workload {
  readonly given: Readonly<Record<Table, readonly Pair[]>>;
  readonly transactions: number;
  readonly steps: readonly Step[];
}

const KEYS = ['a', 'b', 'c', 'd'] as const;
const table = fc.constantFrom('Lane__c' as const, 'Lane__c' as const, 'Item__c' as const);
const key = fc.constantFrom(...KEYS);
const keyOrNone = fc.oneof({ weight: 6, arbitrary: key }, fc.constant(null));
const value = fc.nat(3);

const where: fc.Arbitrary<Where> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ by: 'all' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      by: fc.constant('keys' as const),
      keys: fc.uniqueArray(key, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      by: fc.constant('value' as const),
      op: fc.constantFrom('=' as const, '<' as const, '>=' as const),
      value,
    }),
  },
);

const pair: fc.Arbitrary<Pair> = fc.record({ key: keyOrNone, value });
const is = <K extends string>(...kinds: K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);

const statement: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: is('read', 'lock', 'lock', 'delete'), table, where }) },
  { weight: 3, arbitrary: fc.record({ kind: is('insert'), table, row: pair }) },
  { weight: 4, arbitrary: fc.record({ kind: is('set', 'add', 'add'), table, where, value }) },
  { weight: 2, arbitrary: fc.record({ kind: is('rekey'), table, from: key, key: keyOrNone }) },
  { weight: 2, arbitrary: fc.record({ kind: is('savepoint') }) },
  { weight: 2, arbitrary: fc.record({ kind: is('rollbackTo'), place: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: is('commit', 'commit', 'rollback') }) },
);

const rows = fc.uniqueArray(pair, { maxLength: 4, selector: (each) => each.key ?? each });

/** Two to four transactions, up to four rows a table, up to 24 statements. */
export const workload: fc.Arbitrary<Workload> = fc.record({
  given: fc.record({ Lane__c: rows, Item__c: rows }),
  transactions: fc.integer({ min: 2, max: 4 }),
  steps: fc.array(fc.record({ tx: fc.nat(3), statement }), { minLength: 4, maxLength: 24 }),
});

/** The workload as a script in words, one statement a line. */
export function script(work: Workload): string {
  const given = TABLES.filter((name) => work.given[name].length > 0).map(
    (name) => `given ${name}: ${work.given[name].map(pairText).join(', ')}`,
  );
  const steps = work.steps.map(
    (step) => `T${step.tx % work.transactions}: ${text(step.statement)}`,
  );
  return [...given, ...steps].join('\n');
}

export function pairText({ key, value }: Pair): string {
  return `${key ?? 'null'}=${value}`;
}

export function text(each: Statement): string {
  switch (each.kind) {
    case 'read':
    case 'delete':
      return `${each.kind} ${each.table} where ${whereText(each.where)}`;
    case 'lock':
      return `lock ${each.table} where ${whereText(each.where)}${each.limit ? ` limit ${each.limit}` : ''}`;
    case 'insert':
      return `insert ${each.table} ${pairText(each.row)}`;
    case 'set':
    case 'add':
      return `${each.kind} ${each.value} in ${each.table} where ${whereText(each.where)}`;
    case 'rekey':
      return `rekey ${each.table} ${each.from} to ${each.key ?? 'null'}`;
    case 'rollbackTo':
      return `rollback to savepoint ${each.place}`;
    default:
      return each.kind;
  }
}

function whereText(each: Where): string {
  if (each.by === 'all') return 'true';
  if (each.by === 'keys') return `key in (${each.keys.join(', ')})`;
  return `value ${each.op} ${each.value}`;
}
