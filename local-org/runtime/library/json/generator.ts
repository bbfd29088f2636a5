/** System.JSONGenerator. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { writeValue } from './serialize';
import { TextWriter } from './writer';

export class JsonGenerator extends PlatformObject {
  readonly out: TextWriter;
  closed = false;
  constructor(pretty: boolean) {
    super();
    this.out = new TextWriter(pretty);
  }
  get $type(): string {
    return 'System.JSONGenerator';
  }
}

function open(vm: Vm, self: JsonGenerator): TextWriter {
  if (self.closed) fail(vm, 'JSONException', 'Generator is closed');
  return self.out;
}

/** Writes one value, perhaps of a field. Scalars do not suspend, but objects may. */
function* value(vm: Vm, self: JsonGenerator, it: Value): Step<null> {
  yield* writeValue(vm, open(vm, self), it, { suppressNulls: false });
  return null;
}

function* field(vm: Vm, self: JsonGenerator, name: string, it: Value): Step<null> {
  inObject(vm, self).name(argument(vm, name, 1));
  return yield* value(vm, self, it);
}

function inObject(vm: Vm, self: JsonGenerator): TextWriter {
  const out = open(vm, self);
  if (out.inside !== 'object')
    fail(vm, 'JSONException', 'Can not write a field name, expecting a value');
  return out;
}

/** Closes what is open inside; refuses to close something else. */
function end(kind: 'object' | 'array'): LibraryFunction {
  return (vm: Vm, self: JsonGenerator) => {
    const out = open(vm, self);
    if (out.inside !== kind)
      fail(vm, 'JSONException', `Current context not an ${kind.toUpperCase()}`);
    if (kind === 'object') out.endObject();
    else out.endArray();
    return null;
  };
}

const SCALARS = ['Blob', 'Boolean', 'Date', 'DateTime', 'Id', 'Number', 'Object', 'String', 'Time'];

const scalars = Object.fromEntries(
  SCALARS.flatMap((name) => [
    [`write${name}`, value as LibraryFunction],
    [`write${name}Field`, field as LibraryFunction],
  ]),
);

export const generatorType: LibraryType = {
  name: 'System.JSONGenerator',
  methods: {
    ...scalars,
    close: (_vm, self: JsonGenerator) => {
      self.closed = true;
      return null;
    },
    getAsString: (_vm, self: JsonGenerator) => {
      self.closed = true;
      return self.out.text;
    },
    isClosed: (_vm, self: JsonGenerator) => self.closed,
    writeEndArray: end('array'),
    writeEndObject: end('object'),
    writeFieldName: (vm, self: JsonGenerator, name: string) => {
      inObject(vm, self).name(argument(vm, name, 1));
      return null;
    },
    writeNull: (vm, self: JsonGenerator) => {
      open(vm, self).raw('null');
      return null;
    },
    writeNullField: (vm, self: JsonGenerator, name: string) => {
      inObject(vm, self).name(argument(vm, name, 1));
      self.out.raw('null');
      return null;
    },
    writeStartArray: (vm, self: JsonGenerator) => {
      open(vm, self).startArray();
      return null;
    },
    writeStartObject: (vm, self: JsonGenerator) => {
      open(vm, self).startObject();
      return null;
    },
  },
  suspends: Object.keys(scalars),
};
