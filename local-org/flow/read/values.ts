/** Values, conditions and filters of a flow's file. */
import type { Condition, Conditions, FieldValue, Filter, Filters, FlowValue } from '../model';
import type { OutputTo, Parameter } from '../model';
import type { Part } from './part';

type Kind = FlowValue['kind'];

const KINDS: Readonly<Record<string, Kind>> = {
  stringValue: 'text',
  numberValue: 'number',
  booleanValue: 'boolean',
  dateValue: 'date',
  dateTimeValue: 'dateTime',
  elementReference: 'reference',
};

/** The `<value>` (or another name) of a part; null when it is absent or empty. */
export function readValue(part: Part, name = 'value'): FlowValue | null {
  const [child, ...more] = part.parts(name);
  if (more.length > 0) part.unsupported(`more than one ${name}`);
  if (!child) return null;
  child.allow(...Object.keys(KINDS));
  const xml = child.xml.children.find(({ name: tag }) => KINDS[tag] !== undefined);
  if (!xml) return null;
  const kind = KINDS[xml.name]!;
  const text = kind === 'text' ? xml.rawText : (xml.value ?? '');
  if (kind === 'text') {
    if (/\{![^}]+\}/.test(text)) part.unsupported(`{!…} within a text; use a text template`, xml);
    return text === '' ? null : { kind, text, at: xml };
  }
  if (kind === 'boolean') return { kind, value: text === 'true', at: xml };
  if (kind === 'reference') return { kind, name: text, at: xml };
  return { kind, text, at: xml };
}

export function readConditions(part: Part, logic = 'conditionLogic'): Conditions {
  const items = part.parts('conditions').map((each): Condition => {
    each.allow('leftValueReference', 'operator', 'rightValue');
    return {
      left: each.need('leftValueReference'),
      operator: each.need('operator'),
      right: readValue(each, 'rightValue'),
      at: each.xml,
    };
  });
  return { logic: part.text(logic) ?? 'and', items };
}

export function readFilters(part: Part): Filters {
  const items = part.parts('filters').map((each): Filter => {
    each.allow('field', 'operator', 'value');
    return {
      field: each.need('field'),
      operator: each.need('operator'),
      value: readValue(each),
      at: each.xml,
    };
  });
  return { logic: part.text('filterLogic') ?? 'and', items };
}

export function readFields(part: Part): readonly FieldValue[] {
  return part.parts('inputAssignments').map((each) => {
    each.allow('field', 'value');
    return { field: each.need('field'), value: readValue(each), at: each.xml };
  });
}

/** Inputs of actions and subflows. */
export function readParameters(part: Part, name: string): readonly Parameter[] {
  return part.parts(name).map((each) => {
    each.allow('value');
    return { name: each.need('name'), value: readValue(each), at: each.xml };
  });
}

/** Outputs of actions and subflows that go into variables. */
export function readOutputs(part: Part, name: string): readonly OutputTo[] {
  return part.parts(name).map((each) => {
    each.allow('assignToReference');
    return { name: each.need('name'), to: each.need('assignToReference'), at: each.xml };
  });
}
