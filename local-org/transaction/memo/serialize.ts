/** Writes an Apex value down, as text that is equal for values that Apex cannot tell apart. */
import { BigDecimal } from 'bigdecimal.js';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexList,
  ApexMap,
  ApexObject,
  ApexSet,
  ApexTime,
  EnumValue,
  SObjectValue,
  type Value,
} from '../../runtime/core/values-all';

/** @returns null when the value holds something that cannot be written down */
export function serialize(value: Value): string | null {
  const writer = new Writer();
  return writer.write(value) ? writer.text.join('') : null;
}

class Writer {
  readonly text: string[] = [];
  /** Objects met so far: later mentions are written as their number, which keeps sharing and circles. */
  readonly #known = new Map<object, number>();

  write(value: Value): boolean {
    const { text } = this;
    if (value === null || value === undefined) return this.#put('null');
    if (typeof value === 'string') return this.#put(JSON.stringify(value));
    if (typeof value === 'number' || typeof value === 'boolean') return this.#put(String(value));
    if (typeof value === 'bigint') return this.#put(`${value}L`);
    if (typeof value !== 'object') return false;
    const simple = immutable(value);
    if (simple !== null) return this.#put(simple);
    const known = this.#known.get(value);
    if (known !== undefined) return this.#put(`@${known}`);
    this.#known.set(value, this.#known.size);
    if (value instanceof ApexList) return this.#all(`List<${value.of}>`, value.items);
    if (value instanceof ApexSet) return this.#all(`Set<${value.of}>`, value.values());
    if (value instanceof ApexMap)
      return this.#all(`Map<${value.keyType},${value.valueType}>`, [...value.entries()].flat());
    if (value instanceof SObjectValue) return this.#record(value);
    if (!(value instanceof ApexObject)) return false;
    text.push(value.$type);
    return this.#all('', Object.entries(value).flat());
  }

  #record(record: SObjectValue): boolean {
    this.#put(`${record.type} ${record.queried} ${record.readOnly} ${[...record.dirty].join()}`);
    return this.#all('', [...record.fields].flat());
  }

  #all(label: string, items: Iterable<Value>): boolean {
    this.#put(`${label}[`);
    for (const item of items) {
      if (!this.write(item)) return false;
      this.text.push(',');
    }
    return this.#put(']');
  }

  #put(text: string): true {
    this.text.push(text);
    return true;
  }
}

function immutable(value: object): string | null {
  if (value instanceof BigDecimal) return `${value.toString()}D${value.scale()}`;
  if (value instanceof ApexDouble) return `${value.value}d`;
  if (value instanceof ApexDate) return `date ${value.days}`;
  if (value instanceof ApexDatetime) return `at ${value.ms}`;
  if (value instanceof ApexTime) return `time ${value.ms}`;
  if (value instanceof ApexBlob) return `blob ${value.bytes.toString('base64')}`;
  if (value instanceof EnumValue) return `${value.type}.${value.name}`;
  return null;
}
