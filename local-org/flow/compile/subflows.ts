/** Subflows: the interviews that wait at the element start one interview each, and all run together. */
import type { XmlElement } from '../../metadata';
import type { Subflow } from '../model';
import { Interview } from '../run/interview';
import { runInterviews } from '../run/runner';
import type { Together } from './nodes';
import { compileInputs, compileOutputs } from './parameters';
import type { Scope } from './scope';
import type { ValueType } from './types';

export function compileSubflow(scope: Scope, element: Subflow): Together | null {
  const { flow: name, next, at } = element;
  const model = scope.org.flow(name);
  if (!model) return scope.problem(`There is no active flow "${name}"`, at);
  if (model.trigger) return scope.problem(`The flow "${name}" starts with a record`, at);
  const inputs = compileInputs(scope, element, (input, place) =>
    inputType(scope, element, input, place),
  );
  const keep = compileOutputs(scope, element);
  const outputs = [...model.resources.values()].filter(
    (each) => each.kind === 'variable' && each.isOutput,
  );
  return {
    kind: 'together',
    next,
    fault: null,
    *run(interviews) {
      const flow = scope.org.runnable(name);
      if (typeof flow === 'string') return interviews.map(() => ({ message: flow, cause: null }));
      const children = interviews.map((interview) => {
        const child = new Interview(flow, { ...interview.around, record: null });
        for (const input of inputs) child.values.set(input.name, input.read(interview));
        return child;
      });
      yield* runInterviews(children);
      return children.map(({ failure, values }, n) => {
        if (failure) return failure;
        keep(interviews[n]!, new Map(outputs.map((each) => [each.name, values.get(each.name)])));
        return null;
      });
    },
  };
}

function inputType(
  scope: Scope,
  { flow }: Subflow,
  name: string,
  at: XmlElement,
): ValueType | null {
  const variable = scope.org.flow(flow)?.resources.get(name);
  if (variable?.kind !== 'variable' || !variable.isInput)
    return scope.problem(`The flow "${flow}" has no input variable "${name}"`, at);
  const { dataType: data, objectType: object, isCollection: list } = variable;
  return { data, object, list };
}
