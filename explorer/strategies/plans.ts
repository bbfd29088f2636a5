import type { Move, Option, Run } from '../model';
import { FaultPlan, type PlannedFault } from '../plans';
import type { Resumable } from './contract';
import { DporPlayer } from './dpor';

/** How far a search by plans is. */
export interface PlanCounts {
  /** Plans whose searches are done, the one without any fault included. */
  readonly done: number;
  /** All that are known; complete when the first search is done. */
  readonly known: number;
  /** Runs made to their end that differ by more than the order of independent moves. */
  readonly traces: number;
  /** Runs in which the planned fault found no occasion: they repeat runs without faults. */
  readonly spared: number;
  /** Runs given up because they repeated others. */
  readonly redundant: number;
}

interface Saved {
  readonly fault: PlannedFault | null;
  readonly met: readonly PlannedFault[];
  readonly search: string;
  readonly open: PlannedFault[] | null;
  readonly done: number;
  readonly traces: number;
  readonly spared: number;
  readonly redundant: number;
  readonly struck: number;
  readonly complete: boolean;
}

/**
 * Every order of dependent operations with no fault or one: a partial-order reduction for each fault
 * that could strike a task. A fault is met first in a run without faults, so the runs of the first
 * plan, the empty one, name all others. What strikes the org as a whole (time passes) is left out.
 */
export class PlansPlayer implements Resumable {
  readonly name = 'plans';
  readonly footprints = true;
  plan: FaultPlan;
  #search = new DporPlayer();
  #open: PlannedFault[] | null = null;
  #done = 0;
  #traces = 0;
  #spared = 0;
  #redundant = 0;
  /** Of the plan in progress. */
  #struck = 0;
  #complete = false;

  /** @param merge see `FaultPlan` */
  constructor(readonly merge = true) {
    this.plan = new FaultPlan(null, merge);
  }

  get complete(): boolean {
    return this.#complete;
  }

  get counts(): PlanCounts {
    const { traces, redundant } = this.#search;
    return {
      done: this.#done,
      known: this.#done + (this.#open?.length ?? this.plan.met.length) + (this.#complete ? 0 : 1),
      traces: this.#traces + this.#struck,
      spared: this.#spared + traces - this.#struck,
      redundant: this.#redundant + redundant,
    };
  }

  begin(): boolean {
    while (!this.#complete) {
      if (this.#search.begin()) return true;
      this.#next();
    }
    return false;
  }

  choose(options: readonly Option[]): number {
    return this.#search.choose(options);
  }

  observe(move: Move): void {
    this.#search.observe(move);
  }

  end(run: Run): void {
    const before = this.#search.traces;
    this.#search.end(run);
    const now = this.#search.traces;
    if (now < before || now === 0) this.#struck = 0;
    else if (now > before && (this.plan.fault === null || this.plan.struck)) this.#struck++;
  }

  claim(): string {
    const { done, known, traces, spared, redundant } = this.counts;
    const given = redundant > 0 ? `; ${redundant} redundant runs given up` : '';
    const idle = spared > 0 ? `; ${spared} runs in which the planned fault did not come about` : '';
    return this.#complete
      ? `Every order of dependent operations with one fault at most: ${traces} of ${traces} traces, ${done} plans${idle}${given}.`
      : `Some plans were not run: ${done} of ${known} plans, ${traces} traces so far${idle}${given}.`;
  }

  get repeated(): boolean {
    return this.#search.repeated;
  }

  save(): string {
    const saved: Saved = {
      fault: this.plan.fault,
      // Later plans have nothing to tell.
      met: this.#open ? [] : this.plan.met,
      search: this.#search.save(),
      open: this.#open,
      done: this.#done,
      traces: this.#traces,
      spared: this.#spared,
      redundant: this.#redundant,
      struck: this.#struck,
      complete: this.#complete,
    };
    return JSON.stringify(saved);
  }

  load(text: string): void {
    const saved = JSON.parse(text) as Saved;
    this.plan = new FaultPlan(saved.fault, this.merge, saved.met);
    this.#search = new DporPlayer();
    this.#search.load(saved.search);
    this.#open = saved.open;
    [this.#done, this.#traces, this.#spared] = [saved.done, saved.traces, saved.spared];
    [this.#redundant, this.#struck] = [saved.redundant, saved.struck];
    this.#complete = saved.complete;
  }

  /** The search of a plan is done. */
  #next(): void {
    const { traces, spared, redundant } = this.counts;
    [this.#traces, this.#spared, this.#redundant] = [traces, spared, redundant];
    this.#struck = 0;
    this.#done++;
    this.#open ??= [...this.plan.met];
    this.#search = new DporPlayer();
    const fault = this.#open.shift();
    if (fault) this.plan = new FaultPlan(fault, this.merge);
    else this.#complete = true;
  }
}
