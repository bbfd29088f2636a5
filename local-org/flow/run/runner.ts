/**
 * Runs interviews of one flow together. Each goes on by itself until it comes to an element that reads,
 * writes or calls; then every such element runs once, for all interviews that wait at it, and so on
 * until all have ended: https://help.salesforce.com/s/articleView?id=platform.flow_concepts_bulkification.htm
 */
import type { Step } from '../../scheduler/suspension';
import type { Fault, Together } from '../compile/nodes';
import { faultOf } from './faults';
import type { Interview } from './interview';

export function* runInterviews(interviews: readonly Interview[]): Step<void> {
  for (;;) {
    const groups = new Map<Together, Interview[]>();
    for (const interview of interviews) {
      const node = advance(interview);
      if (node) groups.set(node, [...(groups.get(node) ?? []), interview]);
    }
    if (groups.size === 0) return;
    for (const [node, waiting] of groups) yield* runTogether(node, waiting);
  }
}

/** Goes on to the next element that runs for several; null: the interview has ended. */
function advance(interview: Interview): Together | null {
  while (interview.at !== null) {
    const node = interview.flow.nodes.get(interview.at)!;
    tick(interview);
    interview.visited.add(interview.at);
    if (node.kind === 'together') return node;
    try {
      interview.at = node.run(interview);
    } catch (error) {
      fail(interview, faultOf(interview.vm, error, null));
    }
  }
  return null;
}

function* runTogether(node: Together, interviews: readonly Interview[]): Step<void> {
  const faults = yield* outcome(node, interviews);
  for (const [n, interview] of interviews.entries()) {
    const fault = faults[n];
    if (!fault) interview.at = node.next;
    else if (node.fault === null) fail(interview, fault);
    else {
      interview.faultMessage = fault.message;
      interview.at = node.fault;
    }
  }
}

function* outcome(
  node: Together,
  interviews: readonly Interview[],
): Step<readonly (Fault | null)[]> {
  try {
    return yield* node.run(interviews);
  } catch (error) {
    const fault = faultOf(interviews[0]!.vm, error, null);
    return interviews.map(() => fault);
  }
}

/** No fault connector: the interview ends here. */
function fail(interview: Interview, { message, cause }: Fault): void {
  const element = interview.at!;
  const kind = interview.flow.model.elements.get(element)!.kind;
  interview.failure = { element, kind, message, cause };
  interview.at = null;
}

/** An element counts as a statement, so that an endless flow meets the CPU limit. */
function tick({ vm }: Interview): void {
  const activation = vm.current;
  if (++activation.statements <= activation.statementLimit) return;
  activation.statementLimit = Infinity;
  throw vm.exception('System.LimitException', 'Apex CPU time limit exceeded');
}
