/** Apex REST: finds the resource, hands over arguments, turns the result into a reply. */
import type { Program, RestResource } from '../language/program';
import { ApexBlob, type Value } from '../runtime/core/values-all';
import type { Failure, Vm } from '../runtime/core/vm';
import { deserialize, serialize } from '../runtime/library/json/json';
import { RestRequestValue, RestResponseValue } from '../runtime/library/platform/rest';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { OrgError, type ApexRestCall, type ApexRestReply } from './contract';

type RestMethod = RestResource['methods'] extends ReadonlyMap<string, infer M> ? M : never;

export interface RestTarget {
  readonly className: string;
  readonly method: RestMethod;
  readonly mapping: string;
}

export function findRestTarget(program: Program, call: ApexRestCall): RestTarget {
  const path = call.path.split('?')[0]!;
  const candidates = program
    .restResources()
    .filter((r) => fits(r.urlMapping, path))
    .sort((a, b) => b.urlMapping.length - a.urlMapping.length);
  const resource = candidates[0];
  if (!resource) throw new OrgError(404, 'NOT_FOUND', `Could not find a match for URL ${path}`);
  const method = resource.methods.get(call.method.toUpperCase());
  if (!method) {
    const allowed = [...resource.methods.keys()].join(', ');
    throw new OrgError(
      405,
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${call.method}' not allowed. Allowed are ${allowed}`,
    );
  }
  return { className: resource.className, method, mapping: resource.urlMapping };
}

function fits(mapping: string, path: string): boolean {
  const wanted = mapping.toLowerCase();
  const given = path.toLowerCase();
  if (!wanted.endsWith('*')) return given === wanted || given === `${wanted}/`;
  const stem = wanted.slice(0, -1);
  return given.startsWith(stem) || `${given}/` === stem;
}

export function* runRest(
  tx: Transaction,
  target: RestTarget,
  call: ApexRestCall,
): Step<ApexRestReply> {
  const { vm } = tx;
  const response = new RestResponseValue(vm);
  tx.rest = { request: requestOf(vm, target, call), response };
  const args = yield* argumentsOf(vm, target.method, call);
  const result = yield* target.method.run(args);
  const current = tx.rest.response instanceof RestResponseValue ? tx.rest.response : response;
  const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8' };
  for (const [name, value] of current.headers.entries())
    headers[String(name).toLowerCase()] = String(value);
  const status = current.statusCode ?? 200;
  if (current.body) return { status, headers, body: current.body.bytes.toString('utf8') };
  if (result === null || result === undefined) return { status, headers, body: '' };
  return { status, headers, body: yield* serialize(vm, result, false, false) };
}

/** What a client is told of an exception that nobody caught. */
export function restRefusal({ type, message, stackTrace }: Failure): OrgError {
  return new OrgError(500, 'APEX_ERROR', `${type}: ${message}\n\n${stackTrace}`);
}

function requestOf(vm: Vm, target: RestTarget, call: ApexRestCall): RestRequestValue {
  const request = new RestRequestValue(vm);
  const { values } = request;
  values.set('httpMethod', call.method.toUpperCase());
  values.set('requestURI', call.path);
  values.set('resourcePath', `/services/apexrest${target.mapping}`);
  values.set('remoteAddress', '127.0.0.1');
  values.set('requestBody', new ApexBlob(call.body));
  const fill = (name: string, from: Readonly<Record<string, string>>): void => {
    const map = vm.map('String', 'String');
    for (const [key, value] of Object.entries(from)) map.put(key, value);
    values.set(name, map);
  };
  fill('headers', call.headers);
  fill('params', call.query);
  return request;
}

/** Arguments by parameter name: from the JSON body, or from the query of a GET or DELETE. */
function* argumentsOf(vm: Vm, method: RestMethod, call: ApexRestCall): Step<Value[]> {
  if (method.params.length === 0) return [];
  const fromBody = !['GET', 'DELETE'].includes(call.method.toUpperCase());
  const given = fromBody ? bodyOf(call) : call.query;
  const args: Value[] = [];
  for (const { name, type } of method.params) {
    const key = Object.keys(given).find((k) => k.toLowerCase() === name.toLowerCase());
    const value = key === undefined ? null : given[key];
    if (value === null || value === undefined) args.push(null);
    else args.push(yield* deserialize(vm, JSON.stringify(value), type, false));
  }
  return args;
}

function bodyOf(call: ApexRestCall): Record<string, unknown> {
  const text = call.body.toString('utf8').trim();
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object') return parsed as Record<string, unknown>;
  } catch {
    // Reported below, like any other body that is no object.
  }
  throw new OrgError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required to be JSON');
}
