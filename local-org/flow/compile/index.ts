/** A flow, ready to run: every name found and every type checked before any interview. */
import type { Element, FlowModel, FlowProblem, Variable } from '../model';
import type { Interview, Read } from '../run/interview';
import { compileAction } from './actions';
import { compileAssignment } from './assignments';
import { literal } from './literals';
import { compileLookup } from './lookups';
import type { Node } from './nodes';
import { Scope, type FlowOrg } from './scope';
import { compileCustomError, compileDecision, compileLoop } from './steps';
import { compileSubflow } from './subflows';
import { compileTrigger, type Entry } from './trigger';
import { compileCreate, compileDelete, compileUpdate } from './writes';
import { objectNamed } from './fields';
import type { ValueType } from './types';

export type { FlowOrg } from './scope';
export type { Entry } from './trigger';

export interface CompiledVariable {
  readonly name: string;
  readonly type: ValueType;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  readonly initial: Read;
}

export interface CompiledFlow {
  readonly model: FlowModel;
  readonly start: string | null;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly variables: readonly CompiledVariable[];
  /** Of a record-triggered flow. */
  readonly entry: Entry | null;
}

export interface Compilation {
  readonly flow: CompiledFlow;
  readonly problems: readonly FlowProblem[];
  readonly unsupported: readonly FlowProblem[];
}

export function compileFlow(model: FlowModel, org: FlowOrg): Compilation {
  const scope = new Scope(model, org);
  const variables = [...model.resources.values()].flatMap((each) =>
    each.kind === 'variable' ? [compileVariable(scope, each)] : [],
  );
  // Whatever is declared is checked, used or not.
  for (const { name, kind, at } of model.resources.values())
    if (kind !== 'variable') scope.resolve(name, at);
  const nodes = new Map<string, Node>();
  for (const element of model.elements.values()) {
    checkConnectors(scope, element);
    const node = compileElement(scope, element);
    if (node) nodes.set(element.name, node);
  }
  const { start } = model;
  if (start === null) scope.problem('The flow has no start element', model.at);
  else checkConnector(scope, start, model.at);
  const entry = compileTrigger(scope);
  const { problems, unsupported } = scope;
  return { flow: { model, start, nodes, variables, entry }, problems, unsupported };
}

function compileVariable(scope: Scope, variable: Variable): CompiledVariable {
  const { name, dataType: data, objectType: object, isCollection: list, value, at } = variable;
  const type = { data, object, list };
  const { isInput, isOutput } = variable;
  if (data === 'SObject') {
    if (object === null) scope.problem(`The record variable "${name}" names no object`, at);
    else objectNamed(scope, object, at);
  }
  const given = value === null ? null : literal(scope, value, type);
  const initial = (): unknown => given;
  return { name, type, isInput, isOutput, initial };
}

function compileElement(scope: Scope, element: Element): Node | null {
  switch (element.kind) {
    case 'assignments':
      return compileAssignment(scope, element);
    case 'decisions':
      return compileDecision(scope, element);
    case 'loops':
      return compileLoop(scope, element);
    case 'recordCreates':
      return compileCreate(scope, element);
    case 'recordUpdates':
      return compileUpdate(scope, element);
    case 'recordDeletes':
      return compileDelete(scope, element);
    case 'recordLookups':
      return compileLookup(scope, element);
    case 'actionCalls':
      return compileAction(scope, element);
    case 'subflows':
      return compileSubflow(scope, element);
    case 'customErrors':
      return compileCustomError(scope, element);
  }
}

function checkConnectors(scope: Scope, element: Element): void {
  const { next, fault, at } = element;
  for (const to of [next, fault]) if (to !== null) checkConnector(scope, to, at);
  if (element.kind === 'loops' && element.body !== null) checkConnector(scope, element.body, at);
  if (element.kind === 'decisions')
    for (const rule of element.rules)
      if (rule.next !== null) checkConnector(scope, rule.next, rule.at);
}

function checkConnector(scope: Scope, to: string, at: Element['at']): void {
  if (!scope.model.elements.has(to))
    scope.problem(`A connector leads to "${to}", which is no element of the flow`, at);
}

export type { Interview };
