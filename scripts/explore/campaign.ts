/** Runs a plan with a crew and tells what comes of it, row after row in the order of the plan. */
import type { Crew, PartEnd } from './crew';
import { crashed } from './crew';
import { partsOf, type Part } from './plan';
import { rowsOf } from './saved';
import type { Section } from './section';
import { heading, rowLine } from './table';
import { totalOf, type RowTotal } from './totals';

export interface CampaignHooks {
  readonly say: (line: string) => void;
  /** A row that ends in a failure, announced or not, which is to be told as a story. */
  readonly tell: (total: RowTotal) => void;
  readonly progress: (runs: number, total: RowTotal['row']) => void;
  readonly ends?: ReadonlyMap<number, PartEnd>;
}

export class Campaign {
  readonly parts: readonly Part[];
  readonly ends: Map<number, PartEnd>;
  readonly #lines: readonly Line[];
  #shown = 0;
  #title: string | null = null;

  constructor(
    readonly sections: readonly Section[],
    readonly hooks: CampaignHooks,
    partSize?: number,
  ) {
    this.#lines = linesOf(sections);
    this.parts = partsOf(rowsOf(sections), partSize);
    this.ends = new Map(hooks.ends);
  }

  /** @throws LoadError when the user must change something */
  async run(crew: Crew): Promise<readonly RowTotal[]> {
    this.#show(false);
    await crew.run(this.parts, new Set(this.ends.keys()), {
      onRun: (part) => this.hooks.progress(1, part),
      onEnd: (at, end) => {
        this.ends.set(at, end);
        this.#show(false);
      },
    });
    this.#show(true);
    return this.totals();
  }

  totals(): RowTotal[] {
    const places = new Map(this.parts.map((part, at) => [part, at]));
    const endOf = (part: Part): PartEnd | undefined => this.ends.get(places.get(part)!);
    return rowsOf(this.sections).map((row, at) =>
      totalOf(
        row,
        this.parts.filter((part) => part.row === at),
        endOf,
      ),
    );
  }

  /** What a later call need not do again. A part that was stopped is, unless its strategy knows where it was. */
  kept(): [number, PartEnd][] {
    return [...this.ends].filter(([, end]) => !crashed(end) && !end.stopped);
  }

  /** @param last also lines that are not complete; those that were not begun are left out */
  #show(last: boolean): void {
    const all = this.totals();
    for (; this.#shown < this.#lines.length; this.#shown++) {
      const { section, rows } = this.#lines[this.#shown]!;
      const totals = rows.map((at) => all[at]!);
      const settled = ({ complete, crashes }: RowTotal): boolean => complete || crashes.length > 0;
      const failed = totals.some((total) => unannounced(total));
      if (!last && !failed && !totals.every(settled)) return;
      const begun = totals.filter((t) => t.schedules + t.abandoned + t.crashes.length > 0);
      if (begun.length === 0) continue;
      this.#head(section);
      this.hooks.say(rowLine(begun));
      for (const total of begun) this.#remarks(total, rows.length === 1);
      for (const total of begun)
        if (total.found && (section.tell || unannounced(total))) this.hooks.tell(total);
    }
  }

  #head({ title }: Section): void {
    if (title === this.#title) return;
    const { say } = this.hooks;
    say(this.#title === null ? title : `\n${title}`);
    say(heading());
    this.#title = title;
  }

  #remarks({ unsteady, crashes, claim, found }: RowTotal, alone: boolean): void {
    const { say } = this.hooks;
    if (claim !== '' && alone && !found) say(`    ${claim}`);
    if (unsteady !== null)
      say(
        `    Schedule ${unsteady} went another way when it was repeated, so these runs cannot be trusted.`,
      );
    for (const { part, crash } of crashes)
      say(
        `    With seed ${part.seed} the explorer failed, after schedule ${part.before} (--scenario ${part.scenario} --mode ${part.mode} --strategy ${part.strategy} --seed ${part.seed}):\n${crash.message.replace(/^/gm, '      ')}`,
      );
  }
}

/** Rows that share a line of the table. */
interface Line {
  readonly section: Section;
  /** Places in the plan. */
  readonly rows: readonly number[];
}

/** Rows of a section beyond which those of one scenario share a line. */
const FEW = 12;

function linesOf(sections: readonly Section[]): Line[] {
  let at = 0;
  return sections.flatMap((section) => {
    const lines = new Map<string, number[]>();
    for (const { scenario } of section.rows) {
      const key = section.rows.length > FEW ? scenario : String(at);
      lines.set(key, [...(lines.get(key) ?? []), at++]);
    }
    return [...lines.values()].map((rows) => ({ section, rows }));
  });
}

/** A failure that nobody has foretold. */
function unannounced({ row, found }: RowTotal): boolean {
  return found !== null && found.failure.invariant !== row.breaks;
}
