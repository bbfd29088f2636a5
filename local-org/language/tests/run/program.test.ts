import { createActivation } from '../../../runtime/core/machine';
import { reflectionOf } from '../../../runtime/core/reflection';
import { LibraryRegistry } from '../../../runtime/core/registry';
import type { Value } from '../../../runtime/core/values-all';
import { registerLibrary } from '../../../runtime/library';
import type { Step } from '../../../scheduler/suspension';
import { createCompiler } from '../../compiler';
import type { Compiler, CompileResult, Program } from '../../program';
import { consoleHost, schemaOf, type ConsoleHost } from './host';
import { OBJECTS } from './schema';

const schema = schemaOf(OBJECTS);

function compiler(): Compiler {
  const library = new LibraryRegistry();
  registerLibrary(library);
  return createCompiler({ library });
}

function compile(on: Compiler, sources: Readonly<Record<string, string>>): CompileResult {
  return on.compile(
    Object.entries(sources).map(([name, text]) => {
      const kind = text.startsWith('trigger') ? ('trigger' as const) : ('class' as const);
      return { kind, name, fileName: `${name}.txt`, text, apiVersion: '65.0' };
    }),
    schema,
  );
}

function build(sources: Readonly<Record<string, string>>): Program {
  const { diagnostics, program } = compile(compiler(), sources);
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

function run(
  program: Program,
  start: () => Step<Value>,
  console: ConsoleHost = consoleHost(schema),
): Value {
  program.vm.enter(createActivation(console.host));
  try {
    const result = start().next({ kind: 'go' });
    if (!result.done) throw new Error('It suspended.');
    return result.value;
  } finally {
    program.vm.leave();
  }
}

describe('a compiler', () => {
  const one = { A: 'public class A { public static Integer n() { return 1; } }' };
  const two = { A: 'public class A { public static Integer n() { return 2; } }' };
  const broken = { A: 'public class A { public static Integer n() { return no; } }' };

  it('remembers what it compiled, also what it refused', () => {
    const on = compiler();
    const [first, second, refused] = [one, two, broken].map((each) => compile(on, each));
    expect(compile(on, one)).toBe(first);
    expect(compile(on, two)).toBe(second);
    expect(compile(on, broken)).toBe(refused);
    expect(refused?.diagnostics).toHaveLength(1);
  });

  it('compiles anew for another schema, even for an equal one', () => {
    const on = compiler();
    const first = compile(on, one);
    const sources = [
      { kind: 'class', name: 'A', fileName: 'A.txt', text: one.A, apiVersion: '65.0' },
    ] as const;
    expect(on.compile(sources, schemaOf(OBJECTS))).not.toBe(first);
  });
});

describe('a program', () => {
  it('finds triggers by object and event', () => {
    const program = build({
      AccountTrigger: `trigger AccountTrigger on Account (before insert, after update) {
        System.debug('fired ' + helper(2));
        Integer helper(Integer n) { return n * 2; }
      }`,
    });
    const console = consoleHost(schema);
    expect(program.triggers('account', 'before insert')).toHaveLength(1);
    expect(program.triggers('Account', 'before delete')).toHaveLength(0);
    const [trigger] = program.triggers('Account', 'after update');
    run(program, () => trigger!.run(), console);
    expect(console.output).toEqual(['fired 4']);
  });

  it('keeps a trigger and a class of one name apart', () => {
    const on = compiler();
    const { program } = on.compile(
      [
        {
          kind: 'class',
          name: 'Same',
          fileName: 'Same.cls',
          text: 'public class Same { public static Integer n() { return 2; } }',
          apiVersion: '65.0',
        },
        {
          kind: 'trigger',
          name: 'Same',
          fileName: 'Same.trigger',
          text: `trigger Same on Account (before insert) {
            Integer m() { return 40; }
            System.debug(m() + Same.n());
          }`,
          apiVersion: '65.0',
        },
      ],
      schema,
    );
    const console = consoleHost(schema);
    run(program!, () => program!.triggers('Account', 'before insert')[0]!.run(), console);
    expect(console.output).toEqual(['42']);
  });

  it('names the trigger in stack traces', () => {
    const program = build({
      T: `trigger T on Account (before insert) {
        String s;
        s.length();
      }`,
    });
    const [trigger] = program.triggers('Account', 'before insert');
    try {
      run(program, () => trigger!.run());
      throw new Error('It did not fail.');
    } catch (error) {
      expect(program.vm.failure(error)?.stackTrace).toBe('Trigger.T: line 3, column 1');
    }
  });

  it('lists tests with the set-up methods of their class', () => {
    const program = build({
      T: `@IsTest
      private class T {
        static Integer n = 0;
        @TestSetup static void prepare() { n = 41; }
        @IsTest static void one() { System.assertEquals(42, ++n); }
        static testMethod void two() { }
        static void notATest() { }
      }`,
    });
    const tests = program.tests();
    expect(tests.map((t) => t.methodName)).toEqual(['one', 'two']);
    expect(tests[0]!.setup).toHaveLength(1);
    run(program, function* () {
      yield* tests[0]!.setup[0]!();
      yield* tests[0]!.run();
      return null;
    });
  });

  it('describes REST resources and calls their methods', () => {
    const program = build({
      Probe: `@RestResource(urlMapping='/probe/*')
      global class Probe {
        @HttpGet global static String look(String name, Integer n) { return name + n; }
        @HttpPost global static void store() { }
      }`,
    });
    const [resource] = program.restResources();
    expect(resource).toMatchObject({ className: 'Probe', urlMapping: '/probe/*' });
    const get = resource!.methods.get('GET')!;
    expect(get.params).toEqual([
      { name: 'name', type: 'String' },
      { name: 'n', type: 'Integer' },
    ]);
    expect(run(program, () => get.run(['a', 1]))).toBe('a1');
    expect(run(program, () => resource!.methods.get('POST')!.run([]))).toBeNull();
  });

  it('notes which lines ran', () => {
    const program = build({
      C: `public class C {
        public static Integer f(Boolean b) {
          if (b) {
            return 1;
          }
          return 2;
        }
      }`,
    });
    expect(program.executableLines().get('C')).toEqual([3, 4, 6]);
    run(program, () => program.callStatic('C', 'f', [true]));
    expect(program.takeCoverage().get('C')).toEqual([3, 4]);
    run(program, () => program.callStatic('C', 'f', [false]));
    expect(program.takeCoverage().get('C')).toEqual([3, 6]);
  });

  it('runs anonymous Apex that declares classes of its own, and forgets them', () => {
    const program = build({
      C: 'public virtual class C { public virtual Integer n() { return 1; } }',
    });
    const text = `class D extends C { public override Integer n() { return super.n() + 1; } }
      C c = new D();
      System.debug(c.n());`;
    for (let i = 0; i < 2; i++) {
      const console = consoleHost(schema);
      run(program, program.anonymous(text).run!, console);
      expect(console.output).toEqual(['2']);
    }
    expect(program.anonymous('D d;').diagnostics).toMatchObject([
      { kind: 'anonymous', line: 1, column: 1 },
    ]);
  });

  it('lets anonymous Apex hide a class of the org without harm to others', () => {
    const program = build({
      Thing: `public class Thing { public override String toString() { return 'org'; } }`,
      Maker: 'public class Maker { public static Object make() { return new Thing(); } }',
    });
    const console = consoleHost(schema);
    const text = `class Thing { public override String toString() { return 'own'; } }
      System.debug(new Thing());
      System.debug(Maker.make());
      System.debug(Type.forName('Thing').newInstance());`;
    run(program, program.anonymous(text).run!, console);
    expect(console.output).toEqual(['own', 'org', 'org']);
  });

  it('shows the library the shape of classes', () => {
    const program = build({
      Box: `public virtual class Box {
        public Integer size = 3;
        public transient String note;
        public static Integer made;
        public Integer twice { get { return size * 2; } set { size = value / 2; } }
      }`,
      Crate: 'public class Crate extends Box { public List<String> items = new List<String>(); }',
    });
    const shape = reflectionOf(program.vm).shape('crate')!;
    expect(shape.name).toBe('Crate');
    expect(shape.fields.map((f) => [f.name, f.type, f.transient])).toEqual([
      ['items', 'List<String>', false],
      ['size', 'Integer', false],
      ['note', 'String', true],
      ['twice', 'Integer', false],
    ]);
    const [, size, , twice] = shape.fields;
    const crate = shape.blank();
    expect(run(program, () => size!.get(crate))).toBeNull();
    run(program, () => twice!.set!(crate, 10));
    expect(run(program, () => size!.get(crate))).toBe(5);
  });

  it('makes stubs that answer through a handler', () => {
    const program = build({
      Service: `public virtual class Service {
        public virtual String hello(String name) { return 'real ' + name; }
        public String plain() { return hello('you'); }
      }`,
      Client: `public class Client {
        public static String ask(Service s) { return s.hello('me') + s.plain(); }
      }`,
    });
    const calls: string[] = [];
    // eslint-disable-next-line require-yield -- a handler may suspend, this one need not
    const stub = program.vm.stub('Service', function* ({ method, paramNames, args }) {
      calls.push(`${method}(${paramNames.join()}=${args.join()})`);
      return `fake ${method};`;
    });
    expect(run(program, () => program.callStatic('Client', 'ask', [stub]))).toBe(
      'fake hello;fake plain;',
    );
    expect(calls).toEqual(['hello(name=me)', 'plain(=)']);
    expect(program.vm.isInstance(stub, 'Service')).toBe(true);
  });
});

describe('the compiler', () => {
  it('gives back the same program when nothing changed', () => {
    const on = compiler();
    const first = compile(on, { A: 'public class A { }' });
    expect(compile(on, { A: 'public class A { }' })).toBe(first);
    expect(compile(on, { A: 'public class A { Integer n; }' })).not.toBe(first);
  });

  it('keeps programs apart: an old one runs on after a deploy', () => {
    const on = compiler();
    const source = (n: number): string =>
      `public class A { public static Integer n() { return ${n}; } }`;
    const old = compile(on, { A: source(1) }).program!;
    const now = compile(on, { A: source(2) }).program!;
    expect(run(old, () => old.callStatic('A', 'n', []))).toBe(1);
    expect(run(now, () => now.callStatic('A', 'n', []))).toBe(2);
  });

  it('reports problems instead of a program', () => {
    const { diagnostics, program } = compile(compiler(), { A: 'public class A { Nope n; }' });
    expect(program).toBeUndefined();
    expect(diagnostics).toMatchObject([{ name: 'A', kind: 'class', fileName: 'A.txt', line: 1 }]);
  });
});
