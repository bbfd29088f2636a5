/** Apex source to a running program. */
import { createHash } from 'node:crypto';
import type { Schema } from '../database/schema';
import { defineCore } from '../runtime/core/core-types';
import { Machine } from '../runtime/core/machine';
import type { LibraryRegistry } from '../runtime/core/registry';
import { check, type CheckResult } from './check';
import { Builder } from './emit/build';
import { textOfColours } from './emit/kept-colours';
import { ScriptCache } from './emit/link';
import { family } from './emit/script';
import { declarationsOf } from './kept/declarations';
import type { KeptProgram, KeptPrograms } from './kept/programs';
import { keptScript } from './kept/code';
import { parse, parseSoql, type ParsedUnit } from './parse';
import type { ApexSource, Compiler, CompileResult } from './program';
import type { ClassInfo } from './classes';
import { CompiledProgram } from './compiled-program';

export interface CompilerOptions {
  readonly library: LibraryRegistry;
  /** Note executed lines (`Program.takeCoverage`). Default true. */
  readonly coverage?: boolean;
  /** `all` makes every function a generator: the yardstick for `needed`. Default `needed`. */
  readonly generators?: 'needed' | 'all';
  /** Where programs are kept for other compilers with the same library. Default: nowhere. */
  readonly kept?: KeptPrograms;
}

/** States of an org that are kept: a validation before its deploy, an edit taken back. */
const RESULTS_KEPT = 4;

interface Compiled {
  readonly schema: Schema;
  readonly result: CompileResult;
}

export function createCompiler(options: CompilerOptions): Compiler {
  return new ApexCompiler(options);
}

class ApexCompiler implements Compiler {
  readonly #options: Required<Omit<CompilerOptions, 'kept'>>;
  readonly #kept: KeptPrograms | null;
  readonly #scripts = new ScriptCache();
  /** By content, the latest last. Failures are kept too. */
  readonly #results = new Map<string, Compiled>();

  constructor({ library, coverage = true, generators = 'needed', kept }: CompilerOptions) {
    this.#options = { library, coverage, generators };
    this.#kept = generators === 'needed' && kept ? kept : null;
    defineCore(library);
  }

  compile(sources: readonly ApexSource[], schema: Schema): CompileResult {
    const key = keyOf(sources, schema, this.#options.coverage);
    const known = this.#results.get(key);
    // A program names rows by its own schema: an equal one would be another.
    const result = known?.schema === schema ? known.result : this.#compile(key, sources, schema);
    this.#results.delete(key);
    this.#results.set(key, { schema, result });
    if (this.#results.size > RESULTS_KEPT) this.#results.delete(this.#results.keys().next().value!);
    return result;
  }

  #compile(key: string, sources: readonly ApexSource[], schema: Schema): CompileResult {
    const size = sources.reduce((sum, { text }) => sum + text.length, 0);
    const shelf = this.#kept && size >= this.#kept.from ? this.#kept : null;
    const kept = shelf?.get(key);
    const again = kept && this.#again(kept, sources, schema);
    if (again) return { diagnostics: [], program: again };
    const units = sources.map(parse);
    const checked = check(units, schema, this.#options.library);
    if (checked.diagnostics.length > 0) return { diagnostics: checked.diagnostics };
    const builder = this.#builder();
    const files = new Map(sources.map((s) => [`${s.kind} ${s.name}`, s.fileName]));
    const fileOf = (kind: string, unit: string): string => files.get(`${kind} ${unit}`) ?? unit;
    const scripts = builder.emit(checked.classes, checked.triggers, fileOf);
    const problems = scripts.flatMap((s) => s.problems);
    if (problems.length > 0) return { diagnostics: problems };
    const program = new CompiledProgram(builder, checked, builder.link(scripts));
    shelf?.set(key, {
      trees: units.map(({ tree }) => declarationsOf(tree!)),
      scripts: scripts.map(({ source }) => keptScript(source)),
      colours: textOfColours(everyClass(checked), builder.colours!),
      executable: [...program.executableLines()],
    });
    return { diagnostics: [], program };
  }

  /** From what was kept of the same sources: their declarations are read again, their bodies are not. */
  #again(
    kept: KeptProgram,
    sources: readonly ApexSource[],
    schema: Schema,
  ): CompiledProgram | undefined {
    const units = sources.map((source, i): ParsedUnit => {
      const tree = kept.trees[i];
      return { source, problems: [], ...(tree && { tree }) };
    });
    const checked = check(units, schema, this.#options.library, 'declarations');
    if (checked.diagnostics.length > 0) return undefined;
    const builder = this.#builder();
    const bodies = builder.link(builder.emitted(checked.classes, checked.triggers, kept));
    return new CompiledProgram(builder, checked, bodies, new Map(kept.executable));
  }

  #builder(): Builder {
    return new Builder(new Machine(this.#options.library), this.#scripts, this.#options);
  }

  parseSoql = parseSoql;
}

function everyClass({ classes, triggers }: CheckResult): readonly ClassInfo[] {
  return [...classes, ...triggers.map(({ holder }) => holder)].flatMap(family);
}

/** Changes when a source changes, or what Apex sees of an object. */
function keyOf(sources: readonly ApexSource[], schema: Schema, coverage: boolean): string {
  const hash = createHash('sha256').update(String(coverage));
  for (const { kind, name, fileName, text, apiVersion } of sources)
    hash.update(`${kind}\0${name}\0${fileName}\0${apiVersion}\0${text.length}\0${text}`);
  for (const { name, kind, readOnly, fields } of schema.objects())
    hash.update(JSON.stringify([name, kind, readOnly, [...fields.values()]]));
  return hash.digest('hex');
}
