/** System.JSON. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryType } from '../../core/registry';
import type { TypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';
import { JsonGenerator } from './generator';
import { JsonParser } from './parser';
import { JsonError, JsonReader, type JsonNode } from './reader';
import { writeValue } from './serialize';
import { TypedReader } from './typed';
import { untyped } from './untyped';
import { TextWriter } from './writer';

/** Runs a reader; its errors become the platform's. */
export function* reading<T>(vm: Vm, body: () => Step<T>): Step<T> {
  try {
    return yield* body();
  } catch (error) {
    if (error instanceof JsonError) fail(vm, 'JSONException', error.message);
    throw error;
  }
}

export function parse(vm: Vm, text: string): JsonNode {
  try {
    return new JsonReader(text).document();
  } catch (error) {
    if (error instanceof JsonError) fail(vm, 'JSONException', error.message);
    throw error;
  }
}

/** For the platform's own use, such as REST arguments. */
export function deserialize(vm: Vm, text: string, type: string, strict: boolean): Step<Value> {
  const node = parse(vm, text);
  return reading(vm, () => new TypedReader(vm, strict).read(node, type));
}

export function* serialize(
  vm: Vm,
  value: Value,
  pretty: boolean,
  suppressNulls: boolean | null,
): Step<string> {
  const out = new TextWriter(pretty);
  yield* writeValue(vm, out, value, { suppressNulls: suppressNulls === true });
  return out.text;
}

export const jsonType: LibraryType = {
  name: 'System.JSON',
  statics: {
    createGenerator: (vm, pretty: boolean) => new JsonGenerator(given(vm, pretty)),
    createParser: (vm, text: string) => new JsonParser(vm, parse(vm, given(vm, text))),
    deserialize: (vm, text: string, type: TypeToken) =>
      deserialize(vm, given(vm, text), given(vm, type).name, false),
    deserializeStrict: (vm, text: string, type: TypeToken) =>
      deserialize(vm, given(vm, text), given(vm, type).name, true),
    deserializeUntyped: (vm, text: string) => untyped(vm, parse(vm, given(vm, text))),
    serialize: (vm, value: Value, suppress: boolean | null = false) =>
      serialize(vm, value, false, suppress),
    serializePretty: (vm, value: Value, suppress: boolean | null = false) =>
      serialize(vm, value, true, suppress),
  },
  suspends: ['deserialize', 'deserializeStrict', 'serialize', 'serializePretty'],
};
