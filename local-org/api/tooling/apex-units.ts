/** `/tooling/sobjects/ApexClass` and its kin: code written through the tooling API. */
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { isObject, jsonBody, stringOf } from '../body';
import { isId, to18 } from '../data/ids';
import { notFound } from '../errors';
import { deletionOf } from '../metadata/component-file';
import type { Call, Reply, Route } from '../types';
import { unitIds, type UnitKind } from './units';

interface Unit {
  readonly type: 'ApexClass' | 'ApexTrigger';
  readonly kind: UnitKind;
  readonly folder: string;
  readonly suffix: string;
  /** Finds the name in the source. */
  readonly header: RegExp;
}

export const UNITS: readonly Unit[] = [
  {
    type: 'ApexClass',
    kind: 'class',
    folder: 'classes',
    suffix: 'cls',
    header: /\b(?:class|interface|enum)\s+(\w+)/i,
  },
  {
    type: 'ApexTrigger',
    kind: 'trigger',
    folder: 'triggers',
    suffix: 'trigger',
    header: /\btrigger\s+(\w+)\s+on\b/i,
  },
];

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** The files of a class or trigger as a package has them. */
export function unitFiles(
  { type, folder, suffix }: Unit,
  name: string,
  body: string,
  apiVersion: string,
): ReadonlyMap<string, Buffer> {
  const path = `${folder}/${name}.${suffix}`;
  const meta = `<${type} ${NS}><apiVersion>${apiVersion}</apiVersion><status>Active</status></${type}>`;
  return new Map([
    [path, Buffer.from(body)],
    [`${path}-meta.xml`, Buffer.from(meta)],
  ]);
}

/** A manifest that takes whatever the package holds. */
export function manifest(): Buffer {
  const types = UNITS.map(({ type }) => `<types><members>*</members><name>${type}</name></types>`);
  return Buffer.from(`<Package ${NS}>${types.join('')}<version>65.0</version></Package>`);
}

function versionOf(body: JsonObject, fallback: string): string {
  const given = isObject(body['Metadata']) ? body['Metadata']['apiVersion'] : body['ApiVersion'];
  const version = Number(given ?? fallback);
  return Number.isFinite(version) && version > 0 ? version.toFixed(1) : fallback;
}

async function create(call: Call, unit: Unit): Promise<Reply> {
  const body = jsonBody(call);
  const source = stringOf(body, 'Body');
  if (source === undefined)
    throw new OrgError(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Body]', [
      'Body',
    ]);
  const name = stringOf(body, 'Name') ?? unit.header.exec(source)?.[1] ?? '';
  const { org, deploys } = call.context;
  if (unitIds(org).of(unit.kind, name) !== '')
    throw new OrgError(
      400,
      'DUPLICATE_VALUE',
      `duplicate value found: Name of ${unit.type} ${name}`,
    );
  const files = unitFiles(unit, name, source, versionOf(body, call.version));
  const run = await deploys.perform(
    new Map([['package.xml', manifest()], ...files]),
    call.session.user,
  );
  const bad = run.outcome?.components.find(({ success }) => !success);
  if (run.outcome?.success !== true)
    throw new OrgError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      bad?.line === undefined
        ? (bad?.problem ?? run.failure ?? 'Unknown problem')
        : `${bad.problem ?? ''} (${bad.line}:${bad.column ?? 1})`,
      ['Body'],
    );
  return {
    status: 201,
    json: {
      id: unitIds(org).of(unit.kind, name),
      success: true,
      errors: [],
      warnings: [],
      infos: [],
    },
  };
}

function nameOf(call: Call, unit: Unit): string {
  const id = call.params['id'] ?? '';
  const name = isId(id) ? unitIds(call.context.org).nameOf(unit.kind, to18(id)) : undefined;
  if (name === undefined) throw notFound();
  return name;
}

async function remove(call: Call, unit: Unit): Promise<Reply> {
  const place = { type: unit.type, fullName: nameOf(call, unit) };
  const run = await call.context.deploys.perform(deletionOf(place), call.session.user);
  if (run.outcome?.success === true) return { status: 204 };
  const bad = run.outcome?.components.find(({ success }) => !success);
  throw new OrgError(400, 'DEPENDENCY_EXISTS', bad?.problem ?? run.failure ?? 'Unknown problem');
}

function refuseUpdate(call: Call, unit: Unit): never {
  nameOf(call, unit);
  throw new OrgError(
    400,
    'INVALID_TYPE_FOR_OPERATION',
    `entity type cannot be updated: ${unit.type}. Use a MetadataContainer with an ${unit.type}Member.`,
  );
}

export const apexUnitRoutes: readonly Route[] = UNITS.flatMap((unit): Route[] => {
  const path = `/tooling/sobjects/${unit.type}`;
  return [
    { method: 'POST', path, handle: (call) => create(call, unit) },
    { method: 'DELETE', path: `${path}/:id`, handle: (call) => remove(call, unit) },
    { method: 'PATCH', path: `${path}/:id`, handle: (call) => refuseUpdate(call, unit) },
  ];
});
