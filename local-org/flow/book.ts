/** The flows of an org at one moment: compiled, found by name, started by Apex, clients and saves. */
import type { Schema } from '../database/schema';
import type { Program } from '../language/program';
import type { FlowFile } from '../metadata';
import type { FlowInterview, FlowPort, FlowRow, SaveMoment } from '../runtime/flows';
import type { Host } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import type { Step } from '../scheduler/suspension';
import { compileFlow, type CompiledFlow, type FlowOrg } from './compile';
import type { FlowModel, FlowProblem } from './model';
import { readFlow, type ReadFlow } from './read';
import { newInterview, outputOf, setInputs, textOfFailure, WrongInput } from './run/requests';
import { runInterviews } from './run/runner';
import { runOnSave, startsAt } from './run/saves';

/** One flow with what was found when it was read and compiled. */
export interface KnownFlow {
  readonly file: FlowFile;
  readonly model: FlowModel;
  readonly flow: CompiledFlow | null;
  readonly problems: readonly FlowProblem[];
  /** Not empty: the flow is kept and cannot be run. */
  readonly unsupported: readonly FlowProblem[];
}

/** Models by the element that they were read from: most flows of a deploy are as they were before. */
const READ = new WeakMap<object, ReadFlow>();

function readOnce({ name, root }: FlowFile): ReadFlow {
  let read = READ.get(root);
  if (read?.model.name !== name) READ.set(root, (read = readFlow(name, root)));
  return read;
}

export class FlowBook implements FlowPort {
  /** By lower-case name. */
  readonly #flows = new Map<string, KnownFlow>();

  constructor(files: Iterable<FlowFile>, schema: Schema, program: Program) {
    const read = new Map(
      Array.from(files, (file) => [file.name.toLowerCase(), { file, ...readOnce(file) }]),
    );
    const actions = new Map(
      (read.size === 0 ? [] : program.invocableActions()).map((action) => [
        action.className.toLowerCase(),
        action,
      ]),
    );
    const org: FlowOrg = {
      schema,
      action: (name) => actions.get(name.toLowerCase()),
      flow: (name) => {
        const model = read.get(name.toLowerCase())?.model;
        return model?.status === 'Active' ? model : undefined;
      },
      runnable: (name) => this.runnable(name),
    };
    for (const [key, { file, model, problems, unsupported }] of read) {
      const whole = problems.length + unsupported.length === 0 && model.status === 'Active';
      const compiled = whole ? compileFlow(model, org) : null;
      this.#flows.set(key, {
        file,
        model,
        flow: compiled?.flow ?? null,
        problems: compiled?.problems ?? problems,
        unsupported: compiled?.unsupported ?? unsupported,
      });
    }
  }

  all(): Iterable<KnownFlow> {
    return this.#flows.values();
  }

  /** Flows that clients may start: active, and started by nothing else. */
  autolaunched(): readonly CompiledFlow[] {
    return [...this.#flows.values()].flatMap(({ flow, model, unsupported }) =>
      flow && !model.trigger && unsupported.length === 0 ? [flow] : [],
    );
  }

  /** The flow, or why it cannot be run. */
  runnable(name: string): CompiledFlow | string {
    const known = this.#flows.get(name.toLowerCase());
    if (!known) return `There is no flow ${name}`;
    const { model, flow, unsupported } = known;
    if (model.status !== 'Active') return `The flow ${model.name} is not active (${model.status})`;
    const [lack] = unsupported;
    if (lack || !flow)
      return `The local org cannot run the flow ${model.name}: ${lack?.message ?? 'it is wrong'}`;
    if (model.trigger) return `The flow ${model.name} starts with a record, and in no other way`;
    return flow;
  }

  interview(
    vm: Vm,
    host: Host,
    namespace: string | null,
    name: string,
    inputs: ReadonlyMap<Value, Value>,
  ): FlowInterview {
    const full = namespace ? `${namespace}.${name}` : name;
    // Documented: https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/flow_interview_class.htm
    if (namespace || !this.#flows.has(name.toLowerCase()))
      throw vm.exception('System.TypeException', `There is no flow ${full}`);
    const flow = this.runnable(name);
    if (typeof flow === 'string') throw vm.exception('System.FlowException', flow);
    const interview = newInterview(flow, vm, host, 'system');
    try {
      setInputs(interview, inputs);
    } catch (error) {
      if (!(error instanceof WrongInput)) throw error;
      throw vm.exception('System.FlowException', `${error.message}, not ${vm.typeOf(error.value)}`);
    }
    return {
      *start() {
        yield* runInterviews([interview]);
        const { failure } = interview;
        if (!failure) return;
        const text = `An unhandled fault has occurred in this flow\n${textOfFailure(failure)}`;
        throw vm.exception('System.FlowException', text, failure.cause);
      },
      variable: (variable) => outputOf(interview, variable),
    };
  }

  startWith(object: string, moment: SaveMoment): boolean {
    return this.#startedBy(object, moment).length > 0;
  }

  *saved(
    vm: Vm,
    host: Host,
    object: string,
    moment: SaveMoment,
    rows: readonly FlowRow[],
  ): Step<void> {
    for (const flow of this.#startedBy(object, moment))
      yield* runOnSave(flow, vm, host, moment, rows);
  }

  /** By their trigger order, those without one last, and by name. */
  #startedBy(object: string, moment: SaveMoment): readonly CompiledFlow[] {
    if (this.#flows.size === 0) return [];
    const order = ({ model }: CompiledFlow): number => model.triggerOrder ?? Infinity;
    return [...this.#flows.values()]
      .flatMap(({ flow, unsupported }) => (flow && unsupported.length === 0 ? [flow] : []))
      .filter(
        (flow) =>
          flow.entry?.trigger.object.toLowerCase() === object.toLowerCase() &&
          startsAt(flow, moment),
      )
      .sort((a, b) => order(a) - order(b) || (a.model.name < b.model.name ? -1 : 1));
  }
}
