/** System.JSONParser: the document as a stream of tokens. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject, type TypeToken } from '../../core/tokens';
import type { TypeName, Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { primitive } from './primitive';
import { JsonError, type JsonNode } from './reader';
import { jsonToken } from './token';
import { TypedReader } from './typed';

interface Token {
  readonly kind: string;
  readonly text: string | null;
  /** Name of the field that the token belongs to. */
  readonly name: string | null;
  /** The value that begins here. */
  readonly node: JsonNode | null;
  /** Index of the token that ends what begins here. */
  end: number;
}

export class JsonParser extends PlatformObject {
  readonly tokens: Token[] = [];
  at = -1;
  cleared: Token | null = null;
  lastCleared: Token | null = null;
  constructor(
    readonly vm: Vm,
    root: JsonNode,
  ) {
    super();
    this.#flatten(root, null);
  }
  get $type(): string {
    return 'System.JSONParser';
  }
  get current(): Token | null {
    const token = this.tokens[this.at] ?? null;
    return token === this.cleared ? null : token;
  }

  #flatten(node: JsonNode, name: string | null): void {
    const token = (kind: string, text: string | null): Token => {
      const made: Token = { kind, text, name, node, end: this.tokens.length };
      this.tokens.push(made);
      return made;
    };
    switch (node.kind) {
      case 'null':
        token('VALUE_NULL', 'null');
        return;
      case 'boolean':
        token(node.value ? 'VALUE_TRUE' : 'VALUE_FALSE', String(node.value));
        return;
      case 'string':
        token('VALUE_STRING', node.value);
        return;
      case 'number':
        token(node.whole ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT', node.text);
        return;
      case 'array': {
        const start = token('START_ARRAY', '[');
        for (const item of node.items) this.#flatten(item, null);
        start.end = this.tokens.length;
        token('END_ARRAY', ']');
        return;
      }
      case 'object': {
        const start = token('START_OBJECT', '{');
        for (const [field, value] of node.fields) {
          this.tokens.push({
            kind: 'FIELD_NAME',
            text: field,
            name: field,
            node: null,
            end: this.tokens.length,
          });
          this.#flatten(value, field);
        }
        start.end = this.tokens.length;
        token('END_OBJECT', '}');
      }
    }
  }
}

const kindOf = (token: Token | null): Value => (token ? jsonToken.of(token.kind) : null);

function advance(self: JsonParser): Value {
  self.at = Math.min(self.at + 1, self.tokens.length);
  return kindOf(self.current);
}

/** The current value as a primitive. */
function read(type: TypeName): LibraryFunction {
  return (vm: Vm, self: JsonParser) => {
    const node = self.current?.node;
    if (!node) fail(vm, 'JSONException', 'Current token is not a value');
    try {
      return primitive(vm, node, type);
    } catch (error) {
      if (error instanceof JsonError) fail(vm, 'JSONException', error.message);
      throw error;
    }
  };
}

/** Reads the value that begins at the current token (or at the first one) and stops at its end. */
function* readAs(vm: Vm, self: JsonParser, type: TypeToken, strict: boolean): Step<Value> {
  if (self.at < 0) self.at = 0;
  if (self.current?.kind === 'FIELD_NAME') self.at++;
  const token = self.current;
  if (!token?.node) fail(vm, 'JSONException', 'Current token is not a value');
  try {
    const value = yield* new TypedReader(vm, strict).read(token.node, argument(vm, type, 1).name);
    self.at = token.end;
    return value;
  } catch (error) {
    if (error instanceof JsonError) fail(vm, 'JSONException', error.message);
    throw error;
  }
}

export const parserType: LibraryType = {
  name: 'System.JSONParser',
  methods: {
    clearCurrentToken: (_vm, self: JsonParser) => {
      self.lastCleared = self.cleared = self.current;
      return null;
    },
    getBlobValue: read('Blob'),
    getBooleanValue: read('Boolean'),
    getCurrentName: (_vm, self: JsonParser) => self.current?.name ?? null,
    getCurrentToken: (_vm, self: JsonParser) => kindOf(self.current),
    getDateTimeValue: read('Datetime'),
    getDateValue: read('Date'),
    getDecimalValue: read('Decimal'),
    getDoubleValue: read('Double'),
    getIdValue: read('Id'),
    getIntegerValue: read('Integer'),
    getLastClearedToken: (_vm, self: JsonParser) => kindOf(self.lastCleared),
    getLongValue: read('Long'),
    getText: (_vm, self: JsonParser) => self.current?.text ?? null,
    getTimeValue: read('Time'),
    hasCurrentToken: (_vm, self: JsonParser) => self.current !== null,
    nextToken: (_vm, self: JsonParser) => advance(self),
    nextValue: (_vm, self: JsonParser) => {
      let token = advance(self);
      if (self.current?.kind === 'FIELD_NAME') token = advance(self);
      return token;
    },
    readValueAs: (vm, self: JsonParser, type: TypeToken) => readAs(vm, self, type, false),
    readValueAsStrict: (vm, self: JsonParser, type: TypeToken) => readAs(vm, self, type, true),
    skipChildren: (_vm, self: JsonParser) => {
      if (self.current && /^START_/.test(self.current.kind)) self.at = self.current.end;
      return null;
    },
  },
  suspends: ['readValueAs', 'readValueAsStrict'],
};
