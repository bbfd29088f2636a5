/** Apex source to a running program. */
import { createHash } from 'node:crypto';
import type { Schema } from '../database/schema';
import { defineCore } from '../runtime/core/core-types';
import { Machine } from '../runtime/core/machine';
import type { LibraryRegistry } from '../runtime/core/registry';
import { check } from './check';
import { Builder } from './emit/build';
import { ScriptCache } from './emit/link';
import { parse, parseSoql } from './parse';
import type { ApexSource, Compiler, CompileResult } from './program';
import { CompiledProgram } from './compiled-program';

export interface CompilerOptions {
  readonly library: LibraryRegistry;
  /** Note executed lines (`Program.takeCoverage`). Default true. */
  readonly coverage?: boolean;
  /** `all` makes every function a generator: the yardstick for `needed`. Default `needed`. */
  readonly generators?: 'needed' | 'all';
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
  readonly #library: LibraryRegistry;
  readonly #coverage: boolean;
  readonly #generators: 'needed' | 'all';
  readonly #scripts = new ScriptCache();
  /** By content, the latest last. Failures are kept too. */
  readonly #results = new Map<string, Compiled>();

  constructor({ library, coverage = true, generators = 'needed' }: CompilerOptions) {
    this.#library = library;
    this.#coverage = coverage;
    this.#generators = generators;
    defineCore(library);
  }

  compile(sources: readonly ApexSource[], schema: Schema): CompileResult {
    const key = keyOf(sources, schema);
    const known = this.#results.get(key);
    // A program names rows by its own schema: an equal one would be another.
    const result = known?.schema === schema ? known.result : this.#compile(sources, schema);
    this.#results.delete(key);
    this.#results.set(key, { schema, result });
    if (this.#results.size > RESULTS_KEPT) this.#results.delete(this.#results.keys().next().value!);
    return result;
  }

  #compile(sources: readonly ApexSource[], schema: Schema): CompileResult {
    const checked = check(sources.map(parse), schema, this.#library);
    if (checked.diagnostics.length > 0) return { diagnostics: checked.diagnostics };
    const machine = new Machine(this.#library);
    const builder = new Builder(machine, this.#scripts, {
      library: this.#library,
      coverage: this.#coverage,
      generators: this.#generators,
    });
    const files = new Map(sources.map((s) => [`${s.kind} ${s.name}`, s.fileName]));
    const built = builder.build(
      checked.classes,
      checked.triggers,
      (kind, unit) => files.get(`${kind} ${unit}`) ?? unit,
    );
    if (built.problems.length > 0) return { diagnostics: built.problems };
    const program = new CompiledProgram(machine, builder, checked, built.triggers);
    return { diagnostics: [], program };
  }

  parseSoql = parseSoql;
}

/** Changes when a source or an object changes. */
function keyOf(sources: readonly ApexSource[], schema: Schema): string {
  const hash = createHash('sha1');
  for (const { kind, name, text, apiVersion } of sources)
    hash.update(`${kind}\0${name}\0${apiVersion}\0${text}\0`);
  for (const object of schema.objects())
    hash.update(JSON.stringify([object.name, object.kind, [...object.fields.values()]]));
  return hash.digest('base64');
}
