/** Http, HttpRequest, HttpResponse. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import { ApexBlob, type Value } from '../../core/values-all';
import { given } from '../support/checks';
import { HttpRequestValue, HttpResponseValue } from './http-values';

class HttpValue extends PlatformObject {
  get $type(): string {
    return 'System.Http';
  }
}

type Message = HttpRequestValue | HttpResponseValue;

const body: Readonly<Record<string, LibraryFunction>> = {
  getBody: (_vm, self: Message) => self.body?.toString('utf8') ?? '',
  getBodyAsBlob: (_vm, self: Message) => new ApexBlob(self.body ?? Buffer.alloc(0)),
  setBody: (vm, self: Message, text: string | null) => {
    self.body = Buffer.from(given(vm, text), 'utf8');
    return null;
  },
  setBodyAsBlob: (vm, self: Message, blob: ApexBlob | null) => {
    self.body = given(vm, blob).bytes;
    return null;
  },
  getHeader: (vm, self: Message, name: string | null) => self.headers.get(given(vm, name)),
  setHeader: (vm, self: Message, name: string | null, value: string | null) => {
    self.headers.set(given(vm, name), value ?? '');
    return null;
  },
  'toString/0': (_vm, self: Message) => self.toString(),
};

export const httpTypes: readonly LibraryType[] = [
  {
    name: 'System.Http',
    constructors: { 'new/0': () => new HttpValue() },
    methods: {
      send: (vm, _self: HttpValue, request: Value) => vm.host.callout(request),
      toString: () => 'System.Http[]',
    },
    suspends: ['send'],
    isInstance: (value) => value instanceof HttpValue,
  },
  {
    name: 'System.HttpRequest',
    constructors: { 'new/0': () => new HttpRequestValue() },
    methods: {
      ...body,
      getMethod: (_vm, self: HttpRequestValue) => self.method,
      setMethod: (vm, self: HttpRequestValue, method: string | null) => {
        self.method = given(vm, method).toUpperCase();
        return null;
      },
      getEndpoint: (_vm, self: HttpRequestValue) => self.endpoint,
      setEndpoint: (vm, self: HttpRequestValue, url: string | null) => {
        self.endpoint = given(vm, url);
        return null;
      },
      getCompressed: (_vm, self: HttpRequestValue) => self.compressed,
      setCompressed: (_vm, self: HttpRequestValue, flag: boolean) => {
        self.compressed = flag;
        return null;
      },
      setTimeout: (_vm, self: HttpRequestValue, ms: number) => {
        self.timeout = ms;
        return null;
      },
    },
    isInstance: (value) => value instanceof HttpRequestValue,
  },
  {
    name: 'System.HttpResponse',
    constructors: { 'new/0': () => new HttpResponseValue() },
    methods: {
      ...body,
      getStatusCode: (_vm, self: HttpResponseValue) => self.statusCode,
      setStatusCode: (_vm, self: HttpResponseValue, code: number) => {
        self.statusCode = code;
        return null;
      },
      getStatus: (_vm, self: HttpResponseValue) => self.status,
      setStatus: (_vm, self: HttpResponseValue, status: string | null) => {
        self.status = status;
        return null;
      },
      getHeaderKeys: (vm, self: HttpResponseValue) => vm.list('String', self.headers.keys()),
    },
    isInstance: (value) => value instanceof HttpResponseValue,
  },
];
