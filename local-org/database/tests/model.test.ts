import fc from 'fast-check';
import type { InsertOutcome, Transaction, UpdateOutcome } from '../contract';
import { MemoryDatabase } from '../memory-database';
import { Model, type ModelTx, type Outcome } from './support/model';
import { testSchema } from './support/schema';
import { asc, eq, select } from './support/soql';

const KEYS = ['a', 'b', 'c', null] as const;

/** One step: which open transaction, what, on which known row, with which values. */
const command = fc.record({
  tx: fc.nat(3),
  what: fc.constantFrom(
    ...(['begin', 'insert', 'insert', 'update', 'update', 'rekey', 'delete', 'undelete'] as const),
    ...(['lock', 'lockAll', 'savepoint', 'rollbackTo', 'commit', 'commit', 'rollback'] as const),
  ),
  row: fc.nat(6),
  key: fc.constantFrom(...KEYS),
  value: fc.nat(9),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

interface Pair {
  readonly real: Transaction;
  readonly model: ModelTx;
  savepoints: number[];
}

/** The database and the model, driven by the same commands. */
class Duel {
  readonly db = new MemoryDatabase(testSchema(), { now: () => 0 });
  readonly model = new Model();
  readonly ids: string[] = [];
  pairs: Pair[] = [];

  run({ tx, what, row, key, value }: Command): void {
    if (what === 'begin' || this.pairs.length === 0) return this.begin();
    const pair = this.pairs[tx % this.pairs.length]!;
    const { real, model } = pair;
    const id = this.ids[row % Math.max(1, this.ids.length)] ?? 'a00000000000zzz';
    switch (what) {
      case 'insert': {
        const made = real.insert('Lane__c', { Key__c: key, Value__c: value });
        const drawn = 'id' in made ? made.id : undefined;
        if (drawn) this.ids.push(drawn);
        return agree(
          outcome(made),
          this.model.insert(model, key, value, () => drawn),
        );
      }
      case 'update':
        return agree(
          outcome(real.update('Lane__c', id, { Value__c: value })),
          this.model.update(model, id, { value }),
        );
      case 'rekey':
        return agree(
          outcome(real.update('Lane__c', id, { Key__c: key })),
          this.model.update(model, id, { key }),
        );
      case 'delete':
        return agree(
          outcome(real.delete('Lane__c', id)),
          this.model.update(model, id, { deleted: true }),
        );
      case 'undelete':
        return agree(outcome(real.undelete('Lane__c', id)), this.model.undelete(model, id));
      case 'lock':
        return agree(outcome(real.lock('Lane__c', [id])), this.model.lock(model, [id]));
      case 'lockAll': {
        const all = [...this.ids].reverse();
        return agree(outcome(real.lock('Lane__c', all)), this.model.lock(model, all));
      }
      case 'savepoint':
        pair.savepoints.push(real.savepoint());
        return this.model.savepoint(model);
      case 'rollbackTo': {
        if (pair.savepoints.length === 0) return;
        const place = row % pair.savepoints.length;
        real.rollbackTo(pair.savepoints[place]!);
        pair.savepoints.length = place + 1;
        return this.model.rollbackTo(model, place);
      }
      case 'commit':
        real.commit();
        this.model.commit(model);
        return this.forget(pair);
      case 'rollback':
        real.rollback();
        this.model.end(model);
        return this.forget(pair);
    }
  }

  /** Every open transaction sees the same rows, by scan, by index and in order. */
  compare(): void {
    for (const { real, model } of this.pairs) {
      const expected = this.model.rows(model);
      const all = real.query(select(['Id', 'Key__c', 'Value__c'], 'Lane__c'), []).rows;
      agree(
        all.map((r) => r.values),
        expected.map(([Id, { key, value }]) => ({ Id, Key__c: key, Value__c: value })),
      );
      for (const key of KEYS) {
        const found = real.query(select(['Id'], 'Lane__c', { where: eq('Key__c', key) }), []).rows;
        agree(
          found.map((r) => r.id),
          expected.filter(([, row]) => row.key === key).map(([id]) => id),
        );
      }
      const walk = select(['Key__c'], 'Lane__c', { orderBy: [asc('Key__c')], limit: 100 });
      agree(
        real.query(walk, []).rows.map((r) => r.values['Key__c']),
        expected.map(([, row]) => row.key).sort((a, b) => compareKeys(a, b)),
      );
      for (const id of this.ids) {
        agree(real.holdsLock('Lane__c', id), model.state.locks.has(id));
      }
      agree(real.hasWrites(), model.state.pending.size > 0);
    }
  }

  begin(): void {
    const real = this.db.begin();
    this.pairs.push({ real, model: this.model.begin(real.id), savepoints: [] });
  }

  endAll(): void {
    for (const pair of [...this.pairs]) {
      pair.real.rollback();
      this.model.end(pair.model);
      this.forget(pair);
    }
  }

  private forget(pair: Pair): void {
    this.pairs = this.pairs.filter((other) => other !== pair);
  }
}

function outcome(real: InsertOutcome | UpdateOutcome | { readonly ok: true }): Outcome {
  if ('blocked' in real) return `blocked ${[...real.on].sort().join(',')}`;
  if ('duplicate' in real) return 'duplicate';
  if ('missing' in real) return 'missing';
  return 'id' in real ? `id ${real.id}` : 'ok';
}

function agree(real: unknown, model: unknown): void {
  expect(real).toEqual(model);
}

function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}

test('random interleavings agree with a model that copies everything', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const duel = new Duel();
      for (const each of commands) {
        duel.run(each);
        duel.compare();
      }
    }),
    { numRuns: 300 },
  );
});

test('restore undoes any workload, and the same workload then runs the same way', () => {
  const workload = fc.array(command, { maxLength: 40 });
  fc.assert(
    fc.property(workload, workload, (before, after) => {
      const duel = new Duel();
      for (const each of before) duel.run(each);
      duel.endAll();
      const checkpoint = duel.db.checkpoint();
      const committed = new Map(duel.model.committed);
      const known = duel.ids.length;
      const runs = [1, 2].map(() => {
        duel.ids.length = known;
        duel.model.committed = new Map(committed);
        for (const each of after) {
          duel.run(each);
          duel.compare();
        }
        duel.endAll();
        const names = duel.db.begin();
        const rows = names.query(select(['Id', 'Name', 'Key__c'], 'Lane__c'), []).rows;
        names.rollback();
        duel.db.restore(checkpoint);
        return { rows, id: names.id };
      });
      expect(runs[0]).toEqual(runs[1]);
      duel.model.committed = new Map(committed);
      duel.begin();
      duel.compare();
    }),
    { numRuns: 100 },
  );
});
