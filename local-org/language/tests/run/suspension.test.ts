import type { Host } from '../../../runtime/host';
import { dmlException } from '../../../runtime/core/exceptions';
import { createActivation } from '../../../runtime/core/machine';
import { LibraryRegistry } from '../../../runtime/core/registry';
import { ApexList, SObjectValue, type Value } from '../../../runtime/core/values-all';
import type { Activation } from '../../../runtime/core/vm';
import { registerLibrary } from '../../../runtime/library';
import { TransactionKilled, type Step } from '../../../scheduler/suspension';
import { createCompiler } from '../../compiler';
import type { Program } from '../../program';
import { consoleHost, schemaOf } from './host';
import { OBJECTS } from './schema';

const schema = schemaOf(OBJECTS);
const ACCOUNT = schema.object('Account')!;

const SOURCES = {
  Store: `public class Store {
    public static Integer reads = 0;
    public static List<String> log = new List<String>();
    public static Account first() {
      reads++;
      return [SELECT Id, Name FROM Account LIMIT 1];
    }
    public static String guarded() {
      try {
        return first().Name;
      } catch (Exception e) {
        log.add('caught ' + e.getMessage());
        return 'none';
      } finally {
        log.add('finally');
      }
    }
    public static Integer twice() {
      first();
      Integer between = reads;
      first();
      return between * 10 + reads;
    }
    public static String save() {
      try {
        insert new Account(Name = 'x');
        return 'saved';
      } catch (DmlException e) {
        return e.getDmlStatusCode(0) + ' ' + e.getMessage();
      }
    }
    public static Integer loop() {
      Integer sum = 0;
      for (List<Account> some : [SELECT Id FROM Account]) {
        sum = sum * 1000 + some.size();
      }
      for (Account one : [SELECT Id FROM Account]) {
        sum++;
      }
      return sum;
    }
    public static Integer count() {
      return [SELECT COUNT() FROM Account];
    }
    public static String lazily() {
      return Cached.name + Cached.name;
    }
    @TestVisible
    private static String asOther() {
      String suffix = ' from within';
      System.runAs(new User()) {
        String name = first().Name;
        if (name != null) {
          return name + suffix;
        }
        suffix = 'changed';
      }
      return suffix;
    }
    public static String unqueried() {
      return first().Industry;
    }
  }`,
  Cached: `public class Cached {
    public static String name = [SELECT Name FROM Account LIMIT 1].Name;
  }`,
};

function compile(generators: 'needed' | 'all'): Program {
  const library = new LibraryRegistry();
  registerLibrary(library);
  const sources = Object.entries(SOURCES).map(([name, text]) => ({
    kind: 'class' as const,
    name,
    fileName: `classes/${name}.cls`,
    text,
    apiVersion: '65.0',
  }));
  const { diagnostics, program } = createCompiler({ library, generators }).compile(sources, schema);
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

function account(name: string): SObjectValue {
  const row = new SObjectValue(ACCOUNT, 'Account', true);
  row.fields.set('Id', '001000000000001AAA').set('Name', name);
  return row;
}

describe.each(['needed', 'all'] as const)('suspension with generators where %s', (generators) => {
  const program = compile(generators);
  const { vm } = program;

  function hostWith(rows: SObjectValue[], more: Partial<Host> = {}): Host {
    return consoleHost(schema, {
      *query() {
        yield { kind: 'step', op: { kind: 'query', object: 'Account' } };
        return new ApexList('Account', [...rows]);
      },
      *count() {
        yield { kind: 'step', op: { kind: 'query', object: 'Account' } };
        return rows.length;
      },
      ...more,
    }).host;
  }

  /** One resume of a computation, as the driver does it. */
  function resume<T>(
    on: Activation,
    act: () => IteratorResult<unknown, T>,
  ): IteratorResult<unknown, T> {
    vm.enter(on);
    try {
      return act();
    } finally {
      vm.leave();
    }
  }
  function finish(on: Activation, step: Step<Value>): Value {
    for (;;) {
      const result = resume(on, () => step.next({ kind: 'go' }));
      if (result.done) return result.value;
    }
  }
  function call(method: string, host: Host): { on: Activation; step: Step<Value> } {
    const on = createActivation(host);
    return { on, step: program.callStatic('Store', method, []) };
  }
  function statics(on: Activation): { _reads: number; _log: ApexList } {
    return on.statics.get('Store') as never;
  }

  it('gives each transaction statics of its own, however they interleave', () => {
    const a = call('twice', hostWith([account('a')]));
    const b = call('twice', hostWith([account('b')]));
    for (let i = 0; i < 2; i++)
      for (const { on, step } of [a, b])
        expect(resume(on, () => step.next({ kind: 'go' })).done).toBe(false);
    expect(finish(a.on, a.step)).toBe(12);
    expect(finish(b.on, b.step)).toBe(12);
  });

  it('returns the row and runs the finally block', () => {
    const { on, step } = call('guarded', hostWith([account('Acme')]));
    expect(finish(on, step)).toBe('Acme');
    expect(statics(on)._log.items).toEqual(['finally']);
  });

  it('throws a QueryException when one row is wanted and there is none', () => {
    const { on, step } = call('guarded', hostWith([]));
    expect(finish(on, step)).toBe('none');
    expect(statics(on)._log.items).toEqual([
      'caught List has no rows for assignment to SObject',
      'finally',
    ]);
  });

  it('throws a QueryException when there is more than one row', () => {
    const { on, step } = call('guarded', hostWith([account('a'), account('b')]));
    finish(on, step);
    expect(statics(on)._log.items[0]).toBe(
      'caught List has more than 1 row for assignment to SObject',
    );
  });

  it.each(['throw', 'return'] as const)('ends by %s without catch or finally', (how) => {
    const { on, step } = call('guarded', hostWith([account('a')]));
    resume(on, () => step.next({ kind: 'go' }));
    if (how === 'throw')
      expect(() => resume(on, () => step.throw(new TransactionKilled('test')))).toThrow(
        TransactionKilled,
      );
    else resume(on, () => step.return(null));
    expect(statics(on)._log.items).toEqual([]);
  });

  it('lets Apex catch what a DML statement throws', () => {
    const failing = hostWith([], {
      // eslint-disable-next-line require-yield -- a host may fail before it suspends
      *dml() {
        throw dmlException(vm, 'insert', [
          { index: 0, id: null, statusCode: 'DUPLICATE_VALUE', message: 'duplicate', fields: [] },
        ]);
      },
    });
    const { on, step } = call('save', failing);
    expect(finish(on, step)).toBe(
      'DUPLICATE_VALUE Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, duplicate: []',
    );
  });

  it('loops over rows and over chunks of 200', () => {
    const { on, step } = call('loop', hostWith(Array.from({ length: 450 }, () => account('a'))));
    expect(finish(on, step)).toBe(200_200_050 + 450);
  });

  it('counts', () => {
    const { on, step } = call('count', hostWith([account('a')]));
    expect(finish(on, step)).toBe(1);
  });

  it('suspends inside a static initialiser and runs it once', () => {
    const { on, step } = call('lazily', hostWith([account('n')]));
    resume(on, () => step.next({ kind: 'go' }));
    expect(finish(on, step)).toBe('nn');
  });

  it('refuses to read a field that was not queried', () => {
    const { on, step } = call('unqueried', hostWith([account('a')]));
    expect(() => finish(on, step)).toThrow(
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Account.Industry',
    );
  });

  it('keeps the Apex stack across a suspension', () => {
    const { on, step } = call('twice', hostWith([]));
    resume(on, () => step.next({ kind: 'go' }));
    expect(failure(() => resume(on, () => step.next({ kind: 'go' })))).toMatchObject({
      type: 'System.QueryException',
      message: 'List has no rows for assignment to SObject',
      stackTrace: 'Class.Store.first: line 6, column 1\nClass.Store.twice: line 19, column 1',
    });
  });

  function failure(act: () => unknown): unknown {
    try {
      return act();
    } catch (error) {
      return vm.failure(error);
    }
  }

  it('runs the body of runAs as the host wants it, and returns out of it', () => {
    const seen: string[] = [];
    const host = hostWith([account('a')], {
      test: () =>
        ({
          *runAs(user: SObjectValue, body: () => Step<void>) {
            seen.push(user.type);
            yield* body();
            seen.push('back');
          },
        }) as never,
    });
    const { on, step } = call('asOther', host);
    expect(finish(on, step)).toBe('a from within');
    expect(seen).toEqual(['User', 'back']);
  });
});
