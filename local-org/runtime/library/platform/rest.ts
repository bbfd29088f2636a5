/** RestContext, RestRequest, RestResponse. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { ApexBlob, ApexMap, Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

/** Properties by their Apex names. */
class RestValue extends PlatformObject {
  readonly values = new Map<string, Value>();
  constructor(readonly type: string) {
    super();
  }
  get $type(): string {
    return this.type;
  }
}

export class RestRequestValue extends RestValue {
  constructor(vm: Vm) {
    super('System.RestRequest');
    this.values.set('headers', vm.map('String', 'String'));
    this.values.set('params', vm.map('String', 'String'));
  }
}

export class RestResponseValue extends RestValue {
  constructor(vm: Vm) {
    super('System.RestResponse');
    this.values.set('headers', vm.map('String', 'String'));
  }
  get statusCode(): number | null {
    return (this.values.get('statusCode') as number | undefined) ?? null;
  }
  get body(): ApexBlob | null {
    return (this.values.get('responseBody') as ApexBlob | undefined) ?? null;
  }
  get headers(): ApexMap {
    return this.values.get('headers') as ApexMap;
  }
}

function members(names: readonly string[]): Pick<LibraryType, 'getters' | 'setters'> {
  const getters: Record<string, LibraryFunction> = {};
  const setters: Record<string, LibraryFunction> = {};
  for (const name of names) {
    getters[name] = (_vm, self: RestValue) => self.values.get(name) ?? null;
    setters[name] = (_vm, self: RestValue, value: Value) => {
      self.values.set(name, value);
      return null;
    };
  }
  return { getters, setters };
}

const put =
  (map: string): LibraryFunction =>
  (_vm, self: RestValue, name: string, value: string) => {
    (self.values.get(map) as ApexMap).put(name, value);
    return null;
  };

/** The pair of the running call; outside of one, what the code (a test) puts there. */
function pair(vm: Vm): { request: Value; response: Value } {
  return (vm.host.rest ??= { request: null, response: null });
}

export const restTypes: readonly LibraryType[] = [
  {
    name: 'System.RestRequest',
    constructors: { 'new/0': (vm) => new RestRequestValue(vm) },
    methods: { addHeader: put('headers'), addParameter: put('params') },
    isInstance: (value) => value instanceof RestRequestValue,
    ...members([
      'headers',
      'httpMethod',
      'params',
      'remoteAddress',
      'requestBody',
      'requestURI',
      'resourcePath',
    ]),
  },
  {
    name: 'System.RestResponse',
    constructors: { 'new/0': (vm) => new RestResponseValue(vm) },
    methods: { addHeader: put('headers') },
    isInstance: (value) => value instanceof RestResponseValue,
    ...members(['headers', 'responseBody', 'statusCode']),
  },
  {
    name: 'System.RestContext',
    staticGetters: { request: (vm) => pair(vm).request, response: (vm) => pair(vm).response },
    setters: {
      request: (vm, value: Value) => (pair(vm).request = value),
      response: (vm, value: Value) => (pair(vm).response = value),
    },
  },
];
