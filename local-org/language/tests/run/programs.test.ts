import path from 'node:path';
import { createActivation } from '../../../runtime/core/machine';
import { LibraryRegistry } from '../../../runtime/core/registry';
import { registerLibrary } from '../../../runtime/library';
import { createCompiler } from '../../compiler';
import type { Diagnostic, Program } from '../../program';
import { consoleHost, schemaOf } from './host';
import { programFiles, type ProgramFile } from './program-files';
import { OBJECTS } from './schema';

const files = programFiles(path.join(__dirname, 'programs'));

/** Colours of functions must never show: every program runs both ways. */
describe.each(['needed', 'all'] as const)('programs with generators where %s', (generators) => {
  const library = new LibraryRegistry();
  registerLibrary(library);
  const schema = schemaOf(OBJECTS);
  const compiler = createCompiler({ library, generators });
  const empty = compiler.compile([], schema).program!;

  function programOf({ classes }: ProgramFile): Program {
    if (classes.length === 0) return empty;
    const sources = classes.map(({ name, text }) => {
      const kind = /^trigger /m.test(text) ? ('trigger' as const) : ('class' as const);
      return { kind, name, fileName: `classes/${name}.cls`, text, apiVersion: '65.0' };
    });
    const { diagnostics, program } = compiler.compile(sources, schema);
    if (!program) throw new Error(messages(diagnostics));
    return program;
  }

  test.each(files.map((file) => [file.name, file] as const))('%s', (_name, file) => {
    expect(run(programOf(file), file)).toEqual({ output: file.output, throws: file.throws });
  });

  function run(on: Program, file: ProgramFile): { output: string[]; throws: string | null } {
    const { host, output } = consoleHost(schema);
    const { diagnostics, run: start } = on.anonymous(file.main);
    if (!start) throw new Error(messages(diagnostics));
    const activation = createActivation(host, 1_000_000);
    on.vm.enter(activation);
    try {
      const step = start().next({ kind: 'go' });
      if (!step.done) throw new Error('A program suspended.');
      return { output, throws: null };
    } catch (error) {
      const failure = on.vm.failure(error);
      if (!failure) throw error;
      return { output, throws: `${failure.type}: ${failure.message}` };
    } finally {
      on.vm.leave();
    }
  }
});

function messages(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((d) => `${d.name}:${d.line}:${d.column} ${d.message}`).join('\n');
}
