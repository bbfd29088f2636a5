/**
 * Programs that were compiled before, by all that their code depends on: sources, objects, and the
 * sources of compiler, library and database. A program that differs in one class is another one:
 * what a class compiles to depends on those that it uses, and whether one of them may suspend on all.
 */
import { join } from 'node:path';
import type { TriggerDecl, TypeDecl } from '../parse/syntax';
import { KeptFolder } from './folder';
import type { KeptScript } from './code';
import { versionOf } from './version';

export interface KeptProgram {
  /** Without bodies, in the order of the sources. */
  readonly trees: readonly (TypeDecl | TriggerDecl)[];
  /** Those of the classes, then those of the triggers. */
  readonly scripts: readonly KeptScript[];
  /** From `textOfColours`. */
  readonly colours: string;
  /** Executable lines by unit. */
  readonly executable: readonly (readonly [unit: string, lines: readonly number[]])[];
}

/** Files; one of a large package has two megabytes. */
const ON_DISK = 48;
const IN_MEMORY = 4;
/** Characters of Apex from which on a program is kept: smaller ones are compiled as soon as read. */
const WORTH_KEEPING = 50_000;

const LOCAL_ORG = join(__dirname, '..', '..');
const MAKERS = ['language', 'runtime', 'database'].map((name) => join(LOCAL_ORG, name));

export class KeptPrograms {
  readonly #folder: KeptFolder;
  /** The latest last. */
  readonly #known = new Map<string, KeptProgram>();

  /**
   * @param from characters of Apex from which on a program is kept
   * @param parent the folder that holds their folder; default the project's own
   */
  constructor(
    readonly from = WORTH_KEEPING,
    parent?: string,
  ) {
    this.#folder = new KeptFolder({
      name: 'programs',
      version: () => versionOf(MAKERS),
      most: ON_DISK,
      last: 'used',
      ...(parent === undefined ? {} : { parent }),
    });
  }

  get(key: string): KeptProgram | undefined {
    const known = this.#known.get(key) ?? this.#read(key);
    if (known) this.#remember(key, known);
    return known;
  }

  set(key: string, program: KeptProgram): void {
    const text = JSON.stringify(program);
    // Whoever gets it from memory gets what others get from the disk.
    this.#remember(key, JSON.parse(text) as KeptProgram);
    this.#folder.write(key, text);
  }

  #read(key: string): KeptProgram | undefined {
    const bytes = this.#folder.read(key);
    return bytes && (JSON.parse(bytes.toString()) as KeptProgram);
  }

  #remember(key: string, program: KeptProgram): void {
    this.#known.delete(key);
    this.#known.set(key, program);
    if (this.#known.size > IN_MEMORY) this.#known.delete(this.#known.keys().next().value!);
  }
}
