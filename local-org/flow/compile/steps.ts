/** Decisions, loops and custom errors. */
import { ApexList } from '../../runtime/core/values-all';
import type { CustomError, Decision, Loop } from '../model';
import { convert } from '../run/convert';
import type { Interview, LoopState } from '../run/interview';
import { compileConditions } from './conditions';
import { fieldNamed, objectNamed } from './fields';
import { compileTemplate } from './formulas';
import type { Step } from './nodes';
import type { Scope } from './scope';
import { fits, itemOf } from './types';

/** The first rule that holds decides; none: the default. */
export function compileDecision(scope: Scope, { rules, next }: Decision): Step {
  const ways = rules.map((rule) => ({
    holds: compileConditions(scope, rule.conditions, rule.at),
    next: rule.next,
  }));
  return {
    kind: 'step',
    run(interview) {
      const way = ways.find(({ holds }) => holds(interview));
      return way ? way.next : next;
    },
  };
}

/** Goes through a copy of the collection: what the body changes does not change the way. */
export function compileLoop(scope: Scope, loop: Loop): Step {
  const { name, collection, descending, variable, body, next, at } = loop;
  const over = scope.resolve(collection, at);
  if (over && !over.type.list)
    scope.problem(`The loop goes over "${collection}", which is no collection`, at);
  const into = variable === null ? null : scope.target(variable, at);
  if (into && over?.type.list === true && !fits(itemOf(over.type), into.type))
    scope.mismatch(`An item of "${collection}"`, itemOf(over.type), into.type, at);
  const begin = (interview: Interview): LoopState => {
    const list = over?.read(interview);
    const items = list instanceof ApexList ? [...list.items] : [];
    const state = { items: descending ? items.reverse() : items, next: 0 };
    interview.loops.set(name, state);
    return state;
  };
  return {
    kind: 'step',
    run(interview) {
      const state = interview.loops.get(name) ?? begin(interview);
      if (state.next >= state.items.length) {
        // Whoever comes here again begins anew.
        interview.loops.delete(name);
        return next;
      }
      const item = convert(state.items[state.next++], over?.type.data ?? 'String');
      if (into) into.write(interview, item);
      else interview.values.set(name, item);
      return body;
    },
  };
}

/** Refuses the save of the record that started the flow. */
export function compileCustomError(scope: Scope, element: CustomError): Step {
  const { messages, at, next } = element;
  const { trigger } = scope.model;
  if (!trigger) scope.problem('Custom errors are for record-triggered flows only', at);
  const object = trigger && objectNamed(scope, trigger.object, at);
  const errors = messages.map((message) => ({
    text: compileTemplate(scope, message.text, message.at),
    field:
      (message.field !== null &&
        object &&
        fieldNamed(scope, object, message.field, message.at)?.name) ||
      null,
  }));
  return {
    kind: 'step',
    run(interview) {
      for (const { text, field } of errors)
        interview.around.record?.fail(String(text(interview)), field);
      return next;
    },
  };
}
