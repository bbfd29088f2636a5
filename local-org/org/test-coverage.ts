/** Which lines a test run executed, in all and by method. */
import type { Program, TestMethod } from '../language/program';
import type { LineCoverage, MethodCoverage } from './contract';

export class CoverageCollector {
  readonly #lines: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #all = new Map<string, Set<number>>();
  readonly #byMethod: MethodCoverage[] = [];

  /** Forgets what ran before. */
  constructor(private readonly program: Program) {
    const tests = new Set(program.classes.filter((c) => c.isTest).map((c) => c.unit));
    this.#lines = new Map(
      Array.from(program.executableLines(), ([unit, lines]) => [unit, new Set(lines)] as const)
        // The lines of tests do not count.
        .filter(([unit]) => !tests.has(unit)),
    );
    program.takeCoverage();
  }

  /** What ran since the last call belongs to no method. */
  setUp(): void {
    this.#take();
  }

  /** What ran since the last call belongs to this one. */
  ran({ className, methodName }: TestMethod): void {
    this.#byMethod.push({ className, methodName, covered: this.#take() });
  }

  /** @param triggers names in lower case */
  end(triggers: ReadonlySet<string>): {
    readonly coverage: readonly LineCoverage[];
    readonly byMethod: readonly MethodCoverage[];
  } {
    this.#take();
    const coverage = Array.from(this.#lines, ([name, lines]): LineCoverage => {
      const hit = this.#all.get(name);
      return {
        name,
        kind: triggers.has(name.toLowerCase()) ? 'trigger' : 'class',
        covered: [...lines].filter((line) => hit?.has(line)),
        uncovered: [...lines].filter((line) => !hit?.has(line)),
      };
    });
    return { coverage, byMethod: this.#byMethod };
  }

  #take(): ReadonlyMap<string, readonly number[]> {
    const taken = new Map<string, readonly number[]>();
    for (const [unit, hits] of this.program.takeCoverage()) {
      const executable = this.#lines.get(unit);
      const lines = hits.filter((line) => executable?.has(line));
      if (lines.length === 0) continue;
      taken.set(unit, lines);
      const all = this.#all.get(unit) ?? new Set();
      for (const line of lines) all.add(line);
      this.#all.set(unit, all);
    }
    return taken;
  }
}
