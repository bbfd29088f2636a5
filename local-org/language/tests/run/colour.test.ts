import { LibraryRegistry } from '../../../runtime/core/registry';
import { ApexList, SObjectValue } from '../../../runtime/core/values-all';
import { createActivation } from '../../../runtime/core/machine';
import { registerLibrary } from '../../../runtime/library';
import { check } from '../../check';
import { createCompiler } from '../../compiler';
import { CallGraph } from '../../emit/colour';
import { family } from '../../emit/script';
import { parse } from '../../parse';
import type { ApexSource } from '../../program';
import { consoleHost, schemaOf } from './host';
import { OBJECTS } from './schema';

const schema = schemaOf(OBJECTS);

function registry(): LibraryRegistry {
  const library = new LibraryRegistry();
  registerLibrary(library);
  return library;
}

function sources(texts: Readonly<Record<string, string>>): ApexSource[] {
  return Object.entries(texts).map(([name, text]) => ({
    kind: 'class',
    name,
    fileName: `${name}.cls`,
    text,
    apiVersion: '65.0',
  }));
}

/** Names of the methods that may suspend. */
function coloured(texts: Readonly<Record<string, string>>): string[] {
  const library = registry();
  const { classes, diagnostics } = check(sources(texts).map(parse), schema, library);
  expect(diagnostics).toEqual([]);
  const all = classes.flatMap(family);
  const graph = new CallGraph(library, all);
  return all.flatMap((cls) =>
    [...cls.methods, ...cls.constructors]
      .filter((m) => graph.method(m))
      .map((m) => `${cls.name}.${m.name}`),
  );
}

describe('the colour of functions', () => {
  it('marks what queries or writes, and its callers', () => {
    expect(
      coloured({
        A: `public class A {
          static void reads() { Integer n = [SELECT COUNT() FROM Account]; }
          static void writes() { insert new Account(); }
          static void calls() { reads(); }
          static void callsThat() { calls(); }
          static Integer plain(Integer n) { return n < 2 ? n : plain(n - 1) + other(n); }
          static Integer other(Integer n) { return n; }
        }`,
      }),
    ).toEqual(['A.reads', 'A.writes', 'A.calls', 'A.callsThat']);
  });

  it('follows constructors, initialisers, statics and properties', () => {
    expect(
      coloured({
        Store: `public class Store {
          public static Integer n = [SELECT COUNT() FROM Account];
          public Integer m = [SELECT COUNT() FROM Account];
          public static Integer p { get { return [SELECT COUNT() FROM Account]; } }
        }`,
        User1: `public class User1 {
          static void byStatic() { Integer i = Store.n; }
          static void byNew() { new Store(); }
          static void byProperty() { Integer i = Store.p; }
          static void notAtAll(Store s) { s.m = 1; }
        }`,
      }),
    ).toEqual(['User1.byStatic', 'User1.byNew', 'User1.byProperty']);
  });

  it('gives all overrides of a method one colour', () => {
    expect(
      coloured({
        Base: `public abstract class Base {
          protected abstract void step();
          public void run() { step(); }
          private Integer helper() { return 1; }
        }`,
        Quiet: 'public class Quiet extends Base { protected override void step() { } }',
      }),
    ).toEqual(['Base.step', 'Base.run', 'Quiet.step']);
  });

  it('colours calls through interfaces of the platform', () => {
    expect(
      coloured({
        A: `public class A {
          static Object ask(Callable c) { return c.call('x', null); }
          static String message(Exception e) { return e.getMessage(); }
        }`,
      }),
    ).toEqual(['A.ask']);
  });
});

it('lets anonymous Apex override a method of the org with one that suspends', () => {
  const { program } = createCompiler({ library: registry() }).compile(
    sources({
      Work: 'public interface Work { Integer run(); }',
      Idle: 'public class Idle implements Work { public Integer run() { return 0; } }',
      Runner: `public class Runner {
        public static Integer twice(Work w) { return w.run() + w.run(); }
      }`,
    }),
    schema,
  );
  const { host, output } = consoleHost(schema, {
    *query() {
      yield { kind: 'step', op: { kind: 'query', object: 'Account' } };
      return new ApexList('Account', [new SObjectValue(schema.object('Account')!, 'Account')]);
    },
  });
  const { run } = program!.anonymous(`
    class Reader implements Work {
      public Integer run() { return [SELECT Id FROM Account].size(); }
    }
    System.debug(Runner.twice(new Reader()));
    System.debug(Runner.twice(new Idle()));`);
  const step = run!();
  program!.vm.enter(createActivation(host));
  let suspensions = 0;
  while (!step.next({ kind: 'go' }).done) suspensions++;
  program!.vm.leave();
  expect(suspensions).toBe(2);
  expect(output).toEqual(['2', '0']);
});
