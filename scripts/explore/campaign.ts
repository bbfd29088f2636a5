/** Runs a plan with a crew and tells what comes of it, row after row in the order of the plan. */
import { add } from './add';
import type { Crew, PartEnd } from './crew';
import { crashed } from './crew';
import { announced, type Part } from './plan';
import { rowsOf } from './saved';
import type { Section } from './section';
import { HUNT_HEADING, huntLine } from './hunts';
import { heading, rowLine } from './table';
import { totalOf, type RowTotal } from './totals';

export interface CampaignHooks {
  readonly say: (line: string) => void;
  /** A row that ends in a failure, announced or not, which is to be told as a story. */
  readonly tell: (total: RowTotal) => void;
  readonly progress: (runs: number, total: RowTotal['row']) => void;
  /** Parts that are through, with those of earlier calls, after each one. */
  readonly parts?: (done: number) => void;
  readonly ends?: ReadonlyMap<number, PartEnd>;
}

export class Campaign {
  readonly ends: Map<number, PartEnd>;
  readonly #lines: readonly Line[];
  #shown = 0;
  #title: string | null = null;

  constructor(
    readonly sections: readonly Section[],
    /** Of all sections; see `partsOf`. */
    readonly parts: readonly Part[],
    readonly hooks: CampaignHooks,
  ) {
    this.#lines = linesOf(sections);
    this.ends = new Map(hooks.ends);
  }

  /** @throws LoadError when the user must change something */
  async run(crew: Crew): Promise<readonly RowTotal[]> {
    this.#show(false);
    const sectionOfRow = this.sections.flatMap(({ rows }, at) => rows.map(() => at));
    await crew.run(this.open(), this.settled(), {
      onRun: (part) => this.hooks.progress(1, part),
      onEnd: (at, end) => {
        const before = this.ends.get(at);
        const both = before && !crashed(before) && !crashed(end);
        this.ends.set(at, both ? { ...add(before, end), ms: before.ms + end.ms } : end);
        this.hooks.parts?.(this.settled().size);
        this.#show(false);
      },
      sectionOf: ({ row }) => sectionOfRow[row]!,
    });
    this.#show(true);
    return this.totals();
  }

  /** The parts as they are still to be done: a search that was stopped goes on where it was. */
  open(): Part[] {
    return this.parts.map((part, at) => {
      const end = this.ends.get(at);
      if (!end || crashed(end) || !end.left) return part;
      const schedules = part.schedules - end.schedules - end.abandoned;
      return { ...part, schedules, searches: end.left, made: end.schedules };
    });
  }

  /** Parts that need not be done any more. */
  settled(): Set<number> {
    return new Set([...this.ends].flatMap(([at, end]) => (crashed(end) || end.left ? [] : [at])));
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

  /** What a later call need not do again: parts that were stopped go on where they were, hunts do not. */
  kept(): [number, PartEnd][] {
    return [...this.ends].filter(([, end]) => !crashed(end) && (!end.stopped || end.left));
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
      const hunted = begun[0]!.row.quarry !== undefined;
      this.hooks.say(hunted ? huntLine(begun) : rowLine(begun, begun.length < totals.length));
      for (const total of begun) this.#remarks(total, rows.length === 1);
      for (const total of begun)
        if (total.found && (section.tell || unannounced(total))) this.hooks.tell(total);
    }
  }

  #head({ title, rows }: Section): void {
    if (title === this.#title) return;
    const { say } = this.hooks;
    say(this.#title === null ? title : `\n${title}`);
    say(rows[0]?.quarry ? HUNT_HEADING : heading());
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
  return found !== null && !announced(row, found.failure.invariant);
}
