/** A program whose code was kept is the program that its sources compile to. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createActivation } from '../../../runtime/core/machine';
import { LibraryRegistry } from '../../../runtime/core/registry';
import type { Value } from '../../../runtime/core/values-all';
import { registerLibrary } from '../../../runtime/library';
import type { Step } from '../../../scheduler/suspension';
import { createCompiler } from '../../compiler';
import { KeptPrograms } from '../../kept/programs';
import type { Compiler, CompileResult, Program } from '../../program';
import { consoleHost, schemaOf } from '../run/host';
import { OBJECTS } from '../run/schema';
import { source } from '../support';

const schema = schemaOf(OBJECTS);
const library = new LibraryRegistry();
registerLibrary(library);

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'kept-'))));
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** As in a process of its own. */
const compiler = (): Compiler => createCompiler({ library, kept: new KeptPrograms(0, parent) });
const files = (): string[] =>
  readdirSync(parent).flatMap((folder) =>
    readdirSync(join(parent, folder)).map((name) => join(parent, folder, name)),
  );

type Sources = Readonly<Record<string, string>>;

function compile(on: Compiler, sources: Sources): CompileResult {
  return on.compile(
    Object.entries(sources).map(([name, text]) =>
      source(name, text, text.startsWith('trigger') ? 'trigger' : 'class'),
    ),
    schema,
  );
}

function programOf(on: Compiler, sources: Sources): Program {
  const { diagnostics, program } = compile(on, sources);
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

/** Runs anonymous Apex; a query answers with no rows. */
function run(program: Program, text: string): string[] {
  const { output, host } = consoleHost(schema, {
    *count() {
      yield { kind: 'step', op: { kind: 'query', object: 'Account' } };
      return 0;
    },
  });
  const { diagnostics, run: start } = program.anonymous(text);
  if (!start) throw new Error(JSON.stringify(diagnostics));
  program.vm.enter(createActivation(host));
  try {
    finish(start());
  } finally {
    program.vm.leave();
  }
  return output;
}

function finish(step: Step<Value | void>): void {
  while (!step.next({ kind: 'go' }).done);
}

const SHAPES = {
  Shape: `public abstract class Shape {
  public static final Integer SIDES = 2 + 2;
  public static Integer made = start();
  public String title { get { return 'a ' + title; } set; }
  public class BadException extends Exception {}
  public enum Colour { RED, BLUE }
  static Integer start() { return 40; }
  public Shape() { made++; title = name(); }
  public abstract String name();
  public virtual Integer area() { throw new BadException('none'); }
}`,
  Square: `public class Square extends Shape {
  Integer side = SIDES;
  public override String name() { return 'square ' + Shape.Colour.BLUE; }
  public override Integer area() {
    return side * side;
  }
}`,
  OnAccount: `trigger OnAccount on Account (before insert, after update) { Shape.made = 0; }`,
};

const USE = `
class Hole extends Shape { public override String name() { return 'hole'; } }
Shape one = new Square();
System.debug(one.title + one.area() + Shape.made);
try { new Hole().area(); } catch (Shape.BadException e) {
  System.debug(e.getMessage() + e.getLineNumber() + e.getStackTraceString());
}`;

describe('a kept program', () => {
  it('does what the first one does', () => {
    const first = programOf(compiler(), SHAPES);
    expect(files()).toHaveLength(1);
    const again = programOf(compiler(), SHAPES);
    expect(run(again, USE)).toEqual(run(first, USE));
    expect(run(again, USE)[0]).toBe('a square BLUE1641');
    expect(again.executableLines()).toEqual(first.executableLines());
    expect(again.triggers('Account', 'after update').map(({ name }) => name)).toEqual([
      'OnAccount',
    ]);
  });

  it('is what runs', () => {
    programOf(compiler(), SHAPES);
    const kept = new KeptPrograms(0, parent);
    const key = basename(files()[0]!);
    const { scripts, ...rest } = kept.get(key)!;
    const change = (code: string): string => code.replace('"square "', '"kept square "');
    kept.set(key, { ...rest, scripts: scripts.map((s) => ({ ...s, code: change(s.code) })) });
    expect(run(programOf(compiler(), SHAPES), USE)[0]).toBe('a kept square BLUE1641');
  });

  it('covers the lines that it runs', () => {
    const [first, again] = [programOf(compiler(), SHAPES), programOf(compiler(), SHAPES)];
    for (const program of [first, again]) {
      program.takeCoverage();
      run(program, USE);
    }
    expect(again.takeCoverage()).toEqual(first.takeCoverage());
  });

  it('is compiled again when a class that it uses changes', () => {
    programOf(compiler(), SHAPES);
    const changed = { ...SHAPES, Shape: SHAPES.Shape.replace('2 + 2', '5') };
    expect(run(programOf(compiler(), changed), USE)[0]).toBe('a square BLUE2541');
    expect(files()).toHaveLength(2);
  });

  it('suspends where a class that it uses begins to', () => {
    programOf(compiler(), SHAPES);
    const name = "return 'square ' + Shape.Colour.BLUE;";
    const query = { ...SHAPES, Square: SHAPES.Square.replace(name, 'return count();') };
    const helper =
      'static String count() { return String.valueOf([SELECT COUNT() FROM Account]); }';
    const changed = { ...query, Square: query.Square.replace('Integer side', `${helper}\n  $&`) };
    for (const program of [programOf(compiler(), changed), programOf(compiler(), changed)])
      expect(run(program, USE)[0]).toBe('a 01641');
  });

  it('is refused as before when it has become wrong', () => {
    programOf(compiler(), SHAPES);
    const wrong = { ...SHAPES, Shape: SHAPES.Shape.replace('Integer SIDES', 'String SIDES') };
    const plain = createCompiler({ library });
    const refused = compile(plain, wrong).diagnostics;
    expect(refused).not.toEqual([]);
    expect(compile(compiler(), wrong).diagnostics).toEqual(refused);
    expect(compile(compiler(), wrong).diagnostics).toEqual(refused);
    expect(files()).toHaveLength(1);
  });

  it('is compiled again when its file was spoiled', () => {
    programOf(compiler(), SHAPES);
    for (const file of files()) writeFileSync(file, '{"trees":[]}');
    expect(run(programOf(compiler(), SHAPES), USE)[0]).toBe('a square BLUE1641');
    for (const file of files()) expect(readFileSync(file, 'latin1')).toContain('Class.Square.area');
  });

  it('is another one for other objects', () => {
    const on = compiler();
    programOf(on, SHAPES);
    const without = schemaOf(OBJECTS.filter(({ name }) => name !== 'Account'));
    const sources = Object.entries(SHAPES).map(([name, text]) =>
      source(name, text, text.startsWith('trigger') ? 'trigger' : 'class'),
    );
    expect(on.compile(sources, without).diagnostics).toMatchObject([
      { name: 'OnAccount', message: 'Invalid type: Account' },
    ]);
  });
});
