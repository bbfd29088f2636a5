/** Elements of a flow's file: what an interview walks through. */
import type { Element, Target } from '../model';
import type { Part } from './part';
import {
  readConditions,
  readFields,
  readFilters,
  readOutputs,
  readParameters,
  readValue,
} from './values';

interface Base {
  readonly name: string;
  readonly at: Part['xml'];
  readonly next: string | null;
  readonly fault: string | null;
}

type Read = (part: Part, base: Base) => Element;

const FILTERS = ['filterLogic', 'filters', 'object'] as const;
const CONNECTORS = ['connector', 'faultConnector'] as const;

function readTarget(part: Part): Target {
  const name = part.text('inputReference');
  if (name !== null) return { kind: 'reference', name };
  return { kind: 'filter', object: part.need('object'), filters: readFilters(part) };
}

const READ: Readonly<Record<string, Read>> = {
  assignments: (part, base) => {
    part.allow('assignmentItems', 'connector');
    const items = part.parts('assignmentItems').map((item) => {
      item.allow('assignToReference', 'operator', 'value');
      const to = item.need('assignToReference');
      return { to, operator: item.need('operator'), value: readValue(item), at: item.xml };
    });
    return { ...base, kind: 'assignments', items };
  },
  decisions: (part, base) => {
    part.allow('defaultConnector', 'defaultConnectorLabel', 'rules');
    const rules = part.parts('rules').map((rule) => {
      rule.allow(
        'conditionLogic',
        'conditions',
        'connector',
        'doesRequireRecordChangedToMeetCriteria',
      );
      if (rule.flag('doesRequireRecordChangedToMeetCriteria'))
        rule.unsupported('doesRequireRecordChangedToMeetCriteria');
      const conditions = readConditions(rule);
      return { name: rule.need('name'), conditions, next: rule.target('connector'), at: rule.xml };
    });
    return { ...base, kind: 'decisions', next: part.target('defaultConnector'), rules };
  },
  loops: (part, base) => {
    part.allow(
      'assignNextValueToReference',
      'collectionReference',
      'iterationOrder',
      'nextValueConnector',
      'noMoreValuesConnector',
    );
    return {
      ...base,
      kind: 'loops',
      collection: part.need('collectionReference'),
      descending: part.choice('iterationOrder', ['Asc', 'Desc'], 'Asc') === 'Desc',
      variable: part.text('assignNextValueToReference'),
      body: part.target('nextValueConnector'),
      next: part.target('noMoreValuesConnector'),
    };
  },
  recordCreates: (part, base) => {
    part.allow(
      ...CONNECTORS,
      'assignRecordIdToReference',
      'inputAssignments',
      'inputReference',
      'object',
      'storeOutputAutomatically',
    );
    const reference = part.text('inputReference');
    return {
      ...base,
      kind: 'recordCreates',
      reference,
      object: reference === null ? part.need('object') : null,
      fields: readFields(part),
      idTo: part.text('assignRecordIdToReference'),
      automatic: part.flag('storeOutputAutomatically'),
    };
  },
  recordUpdates: (part, base) => {
    part.allow(...CONNECTORS, ...FILTERS, 'inputAssignments', 'inputReference');
    return { ...base, kind: 'recordUpdates', target: readTarget(part), fields: readFields(part) };
  },
  recordDeletes: (part, base) => {
    part.allow(...CONNECTORS, ...FILTERS, 'inputReference');
    return { ...base, kind: 'recordDeletes', target: readTarget(part) };
  },
  recordLookups: (part, base) => {
    part.allow(
      ...CONNECTORS,
      ...FILTERS,
      'assignNullValuesIfNoRecordsFound',
      'getFirstRecordOnly',
      'limit',
      'outputAssignments',
      'outputReference',
      'queriedFields',
      'sortField',
      'sortOrder',
      'storeOutputAutomatically',
    );
    const outputs = part.parts('outputAssignments').map((each) => {
      each.allow('assignToReference', 'field');
      return { field: each.need('field'), to: each.need('assignToReference'), at: each.xml };
    });
    const given = part.text('getFirstRecordOnly');
    return {
      ...base,
      kind: 'recordLookups',
      object: part.need('object'),
      filters: readFilters(part),
      // Older files say it by what they put the result into.
      firstOnly: given === null ? outputs.length > 0 : given === 'true',
      fields: part.xml.all('queriedFields').flatMap(({ value }) => value ?? []),
      outputReference: part.text('outputReference'),
      outputs,
      automatic: part.flag('storeOutputAutomatically'),
      nullIfNone: part.flag('assignNullValuesIfNoRecordsFound'),
      sortField: part.text('sortField'),
      descending: part.choice('sortOrder', ['Asc', 'Desc'], 'Asc') === 'Desc',
      limit: readValue(part, 'limit'),
    };
  },
  actionCalls: (part, base) => {
    part.allow(
      ...CONNECTORS,
      'actionName',
      'actionType',
      'flowTransactionModel',
      'inputParameters',
      'nameSegment',
      'offset',
      'outputParameters',
      'storeOutputAutomatically',
      'versionString',
    );
    part.choice('actionType', ['apex'], 'apex');
    part.choice('flowTransactionModel', ['Automatic', 'CurrentTransaction'], 'Automatic');
    return {
      ...base,
      kind: 'actionCalls',
      action: part.need('actionName'),
      inputs: readParameters(part, 'inputParameters'),
      outputs: readOutputs(part, 'outputParameters'),
      automatic: part.flag('storeOutputAutomatically'),
    };
  },
  subflows: (part, base) => {
    part.allow(
      'connector',
      'flowName',
      'inputAssignments',
      'outputAssignments',
      'storeOutputAutomatically',
    );
    return {
      ...base,
      kind: 'subflows',
      flow: part.need('flowName'),
      inputs: readParameters(part, 'inputAssignments'),
      outputs: readOutputs(part, 'outputAssignments'),
      automatic: part.flag('storeOutputAutomatically'),
    };
  },
  customErrors: (part, base) => {
    part.allow('connector', 'customErrorMessages');
    const messages = part.parts('customErrorMessages').map((each) => {
      each.allow('errorMessage', 'fieldSelection', 'isFieldError');
      const field = each.flag('isFieldError') ? each.need('fieldSelection') : null;
      return { text: each.need('errorMessage'), field, at: each.xml };
    });
    return { ...base, kind: 'customErrors', messages };
  },
};

export const ELEMENT_TAGS: readonly string[] = Object.keys(READ);

export function readElement(tag: string, part: Part, name: string): Element {
  const base = {
    name,
    at: part.xml,
    next: part.target('connector'),
    fault: part.target('faultConnector'),
  };
  return READ[tag]!(part, base);
}
