/** When a record-triggered flow runs, and what it may do before the save. */
import type { Condition, Filter, RecordTrigger } from '../model';
import { Interview } from '../run/interview';
import { compileConditions, type Test } from './conditions';
import { objectNamed } from './fields';
import { compileFormula } from './formulas';
import type { Scope } from './scope';

export interface Entry {
  readonly trigger: RecordTrigger;
  /** Whether the record fulfils the conditions of the start element. */
  readonly accepts: Test;
}

/** Elements of a flow that runs before the save: it changes the record, and nothing else. */
const BEFORE_SAVE: ReadonlySet<string> = new Set([
  'assignments',
  'decisions',
  'loops',
  'recordLookups',
  'recordUpdates',
  'customErrors',
  'subflows',
]);

export function compileTrigger(scope: Scope): Entry | null {
  const { trigger, elements } = scope.model;
  if (!trigger) return null;
  const { at, formula, onlyWhenChanged } = trigger;
  objectNamed(scope, trigger.object, at);
  if (trigger.when === 'RecordBeforeSave')
    for (const element of elements.values()) {
      const changesOther =
        element.kind === 'recordUpdates' &&
        (element.target.kind !== 'reference' || element.target.name !== '$Record');
      if (!BEFORE_SAVE.has(element.kind) || changesOther)
        scope.problem('A flow that runs before the save changes nothing but $Record', element.at);
    }
  const items = trigger.filters.items.map(asCondition);
  const conditions = compileConditions(scope, { logic: trigger.filters.logic, items }, at);
  const asked = formula === null ? null : compileFormula(scope, formula, 'Boolean', at);
  const now: Test = (interview) =>
    conditions(interview) && (asked === null || asked(interview) === true);
  return { trigger, accepts: onlyWhenChanged ? becomes(now) : now };
}

/** The platform asks the same of the record itself as of rows that a filter finds. */
function asCondition({ field, operator, value, at }: Filter): Condition {
  return { left: `$Record.${field}`, operator, right: value, at };
}

/** True for a record that fulfils the conditions now and did not before. */
function becomes(now: Test): Test {
  return (interview: Interview) => {
    const { record } = interview.around;
    if (!now(interview) || !record) return false;
    if (record.isNew || !record.prior) return true;
    const { flow, around } = interview;
    const then = { ...around, record: { ...record, record: record.prior } };
    const before = new Interview(flow, then);
    return !now(before);
  };
}
