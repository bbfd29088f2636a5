/** Formula fields: read-only, computed when they are read. */
import type { FieldSchema, FieldType } from '../database/schema';
import type { XmlElement } from './xml';

/** Characters that a formula of type Text may give. */
const TEXT_LENGTH = 1300;
const PRECISION = 18;

const TYPES: ReadonlySet<FieldType> = new Set([
  'string',
  'boolean',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
]);
const NUMERIC: ReadonlySet<FieldType> = new Set(['double', 'currency', 'percent']);

/** @returns undefined for a type that no formula has; whether it compiles is seen later */
export function readFormulaField(
  element: XmlElement,
  name: string,
  type: FieldType,
): FieldSchema | undefined {
  if (!TYPES.has(type)) return undefined;
  const blanks = element.text('formulaTreatBlanksAs') === 'BlankAsBlank' ? 'blank' : 'zero';
  return {
    name,
    label: element.text('label') ?? name.replace(/__c$/, ''),
    type,
    custom: true,
    createable: false,
    updateable: false,
    formula: { source: element.child('formula')!.rawText, blanks },
    ...(type === 'string' ? { length: TEXT_LENGTH } : {}),
    ...(NUMERIC.has(type) ? { precision: PRECISION, scale: element.number('scale') ?? 0 } : {}),
  };
}
