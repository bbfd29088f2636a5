/** Variables, constants, formulas and text templates of a flow's file. */
import { DATA_TYPES, type DataType, type Resource } from '../model';
import type { Part } from './part';
import { readValue } from './values';

function dataType(part: Part): DataType {
  const type = part.choice('dataType', DATA_TYPES, 'String');
  if (part.xml.child('scale') !== undefined && part.text('scale') === null)
    part.problem('scale is empty');
  return type;
}

const READ: Readonly<Record<string, (part: Part, name: string) => Resource>> = {
  variables: (part, name) => {
    part.allow('dataType', 'isCollection', 'isInput', 'isOutput', 'objectType', 'scale', 'value');
    return {
      kind: 'variable',
      name,
      dataType: dataType(part),
      objectType: part.text('objectType'),
      isCollection: part.flag('isCollection'),
      isInput: part.flag('isInput'),
      isOutput: part.flag('isOutput'),
      value: readValue(part),
      at: part.xml,
    };
  },
  constants: (part, name) => {
    part.allow('dataType', 'value');
    return {
      kind: 'constant',
      name,
      dataType: dataType(part),
      value: readValue(part),
      at: part.xml,
    };
  },
  formulas: (part, name) => {
    part.allow('dataType', 'expression', 'scale');
    const expression = part.need('expression');
    return { kind: 'formula', name, dataType: dataType(part), expression, at: part.xml };
  },
  textTemplates: (part, name) => {
    part.allow('isViewedAsPlainText', 'text');
    return {
      kind: 'template',
      name,
      text: part.xml.child('text')?.rawText ?? '',
      at: part.xml,
    };
  },
};

export const RESOURCE_TAGS: readonly string[] = Object.keys(READ);

export function readResource(tag: string, part: Part, name: string): Resource {
  return READ[tag]!(part, name);
}
