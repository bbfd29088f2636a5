/** System.Exception and everything of the platform that extends it. */
import { SObjectFieldToken } from './tokens';
import { ApexException, ApexThrow, type DmlFailure } from './throwing';
import { EnumValue, type TypeName, type Value } from './values';
import { captureTrace, type LineTables } from './trace';
import type { LibraryFunction, LibraryRegistry, LibraryType } from './registry';
import type { Vm } from './vm';

/** Names in `System` without the word Exception. */
const SYSTEM = `Assert Async AuraHandled BigObject Callout Canvas Dml DuplicateMessage Email
  EmailTemplateRender ExternalObject FatalCursor Final Flow Handled IllegalArgument InvalidHeader
  InvalidParameterValue InvalidReadOnlyUserDml JSON License Limit List Math NoAccess NoDataFound
  NoSuchElement NullPointer PlatformCache Procedure Query RequiredFeatureMissing SObject Search
  Security Serialization String TouchHandled TransientCursor Type Unexpected UnsupportedOperation
  Visualforce WaveTemplate Xml`
  .split(/\s+/)
  .map((name) => `System.${name}Exception`);

const ELSEWHERE = [
  'cache.CacheException',
  'cache.InvalidParamException',
  'cache.ItemSizeLimitExceededException',
  'cache.PlatformCacheInvalidOperationException',
  'eventbus.RetryableException',
  'Auth.JWTValidationException',
  'Auth.VerificationException',
  'Schema.ProcessException',
];

const CLASSES = new Map<string, new () => ApexException>([
  ['system.exception', ApexException],
  ...[...SYSTEM, ...ELSEWHERE].map((name) => [name.toLowerCase(), define(name)] as const),
]);
Object.defineProperty(ApexException.prototype, '$type', {
  value: 'System.Exception',
  writable: true,
});

function define(name: TypeName): new () => ApexException {
  const cls = class extends ApexException {};
  Object.defineProperty(cls.prototype, '$type', { value: name, writable: true });
  return cls;
}

/** JavaScript class of a platform exception, or undefined for other types. */
export function exceptionClass(type: TypeName): (new () => ApexException) | undefined {
  return CLASSES.get(type.toLowerCase());
}

/** True for `System.Exception` and the platform types below it. */
export function isExceptionType(type: TypeName): boolean {
  return CLASSES.has(type.toLowerCase());
}

/** Sets message and cause from constructor arguments: (), (message), (cause), (message, cause). */
export function initException(self: ApexException, args: readonly Value[]): void {
  const [first = null, second = null] = args;
  const isMessage = typeof first === 'string' || args.length === 2;
  self.$message = isMessage ? (first as string | null) : null;
  self.$cause = isMessage ? second : first;
}

/** System.DmlException for the rows that failed, with the platform's summary of the first. */
export function dmlException(vm: Vm, verb: string, failures: readonly DmlFailure[]): Error {
  const first = failures[0]!;
  const title = verb.charAt(0).toUpperCase() + verb.slice(1).toLowerCase();
  const id = first.id === null ? '' : ` with id ${first.id}`;
  const message =
    `${title} failed. First exception on row ${first.index}${id}; first error: ` +
    `${first.statusCode}, ${first.message}`;
  // The only one of its kind that has been seen ends without a list of fields.
  if (first.statusCode === 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE')
    return vm.exception('System.InvalidReadOnlyUserDmlException', message);
  const error = vm.exception('System.DmlException', `${message}: [${first.fields.join(', ')}]`);
  if (error instanceof ApexThrow) error.exception.$dml = failures;
  return error;
}

function failure(vm: Vm, self: ApexException, row: number): DmlFailure {
  const found = self.$dml[row];
  if (found) return found;
  throw vm.exception('System.TypeException', `Invalid row: ${row}`);
}

const METHODS: Record<string, LibraryFunction> = {
  getMessage: (_vm, self: ApexException) => self.$text,
  setMessage(_vm, self: ApexException, message: string | null) {
    self.$message = message;
    return null;
  },
  getTypeName: (_vm, self: ApexException) => self.$type,
  getCause: (_vm, self: ApexException) => self.$cause,
  initCause(vm, self: ApexException, cause: Value) {
    if (self.$cause !== null)
      throw vm.exception('System.TypeException', 'Cause was already set on this exception');
    self.$cause = cause;
    return null;
  },
  getLineNumber: (_vm, self: ApexException) => self.$trace?.line ?? 1,
  getStackTraceString: (_vm, self: ApexException) => self.$trace?.toString() ?? '',
  toString: (vm: Vm, self: ApexException) => vm.str(self),
  getNumDml: (_vm, self: ApexException) => self.$dml.length,
  getDmlMessage: (vm, self: ApexException, row: number) => failure(vm, self, row).message,
  getDmlId: (vm, self: ApexException, row: number) => failure(vm, self, row).id,
  getDmlIndex: (vm, self: ApexException, row: number) => failure(vm, self, row).index,
  getDmlStatusCode: (vm, self: ApexException, row: number) => failure(vm, self, row).statusCode,
  getDmlType(vm, self: ApexException, row: number) {
    const { statusCode } = failure(vm, self, row);
    const all = vm.library.type('System.StatusCode')?.constants ?? [];
    return new EnumValue('System.StatusCode', statusCode, all.indexOf(statusCode));
  },
  getDmlFieldNames: (vm, self: ApexException, row: number) =>
    vm.list('String', [...failure(vm, self, row).fields]),
  getDmlFields(vm, self: ApexException, row: number) {
    const { id, fields } = failure(vm, self, row);
    const object = id === null ? undefined : vm.host.schema.objectByPrefix(id.slice(0, 3));
    return vm.list(
      'Schema.SObjectField',
      fields.map((field) => new SObjectFieldToken(object?.name ?? '', field)),
    );
  },
};

function libraryType(name: TypeName): LibraryType {
  const cls = CLASSES.get(name.toLowerCase())!;
  return {
    name,
    implementable: true,
    methods: METHODS,
    constructors: {
      new(vm, ...args: Value[]) {
        const self = new cls();
        initException(self, args);
        self.$trace = captureTrace(tablesOf(vm));
        return self;
      },
    },
    isInstance: (value) => value instanceof cls,
  };
}

/** A machine that runs compiled code has line tables. */
function tablesOf(vm: Vm): LineTables {
  return (vm as Vm & { readonly lines?: LineTables }).lines ?? new Map();
}

/** Registers the exception types, unless that was done before. */
export function defineExceptions(registry: LibraryRegistry): void {
  for (const name of ['System.Exception', ...SYSTEM, ...ELSEWHERE])
    if (!registry.type(name)) registry.define(libraryType(name));
}

/** A platform exception object, not yet traced, or undefined when `type` names none. */
export function newPlatformException(type: TypeName): ApexException | undefined {
  const cls = exceptionClass(type);
  return cls && new cls();
}
