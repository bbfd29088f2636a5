/**
 * `MetadataContainer`, its members and `ContainerAsyncRequest`: how the tooling API changes code that
 * exists. The members of a container are compiled together, all or nothing.
 */
import type { PackageFiles } from '../../org/contract';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { flagOf, stringOf } from '../body';
import { madeUpId, to18 } from '../data/ids';
import type { VirtualRow } from '../tables/virtual-query';
import type { VirtualTable } from '../tables/virtual-tables';
import type { ApiContext, Call } from '../types';
import { manifest, UNITS, unitFiles } from './apex-units';
import { unitIds } from './units';

type Kind = 'MetadataContainer' | 'ApexClassMember' | 'ApexTriggerMember' | 'ContainerAsyncRequest';

const PREFIXES: Readonly<Record<Kind, string>> = {
  MetadataContainer: '1dc',
  ApexClassMember: '400',
  ApexTriggerMember: '401',
  ContainerAsyncRequest: '1dr',
};

/** Rows of these objects; requests are done when they are answered. */
export class Containers {
  readonly #rows = new Map<Kind, VirtualRow[]>();
  #count = 0;

  rows(kind: Kind): readonly VirtualRow[] {
    return this.#rows.get(kind) ?? [];
  }

  add(kind: Kind, values: VirtualRow): string {
    const id = madeUpId(PREFIXES[kind], ++this.#count);
    this.#rows.set(kind, [...this.rows(kind), { Id: id, ...values }]);
    return id;
  }

  change(kind: Kind, id: string, values: VirtualRow): void {
    const rows = this.rows(kind).map((row) => (row['Id'] === id ? { ...row, ...values } : row));
    this.#rows.set(kind, rows);
  }

  /** A container goes with everything that hangs on it. */
  remove(id: string): void {
    for (const [kind, rows] of this.#rows)
      this.#rows.set(
        kind,
        rows.filter((row) => row['Id'] !== id && row['MetadataContainerId'] !== id),
      );
  }
}

function required(body: JsonObject, name: string): string {
  const value = stringOf(body, name);
  if (value !== undefined && value !== '') return value;
  throw new OrgError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${name}]`, [
    name,
  ]);
}

function containerOf({ containers }: ApiContext, body: JsonObject): string {
  const id = to18(required(body, 'MetadataContainerId'));
  if (containers.rows('MetadataContainer').some((row) => row['Id'] === id)) return id;
  throw new OrgError(
    400,
    'INVALID_CROSS_REFERENCE_KEY',
    `Metadata container ID: no MetadataContainer has the Id ${id}`,
    ['MetadataContainerId'],
  );
}

function addContainer({ context }: Call, body: JsonObject): string {
  const Name = required(body, 'Name');
  const { containers } = context;
  if (containers.rows('MetadataContainer').some((row) => row['Name'] === Name))
    throw new OrgError(400, 'DUPLICATE_VALUE', `duplicate value found: Name ${Name}`, ['Name']);
  return containers.add('MetadataContainer', { Name });
}

function addMember(kind: 'ApexClassMember' | 'ApexTriggerMember') {
  return ({ context }: Call, body: JsonObject): string => {
    const MetadataContainerId = containerOf(context, body);
    const ContentEntityId = to18(required(body, 'ContentEntityId'));
    const unit = kind === 'ApexClassMember' ? 'class' : 'trigger';
    const FullName = unitIds(context.org).nameOf(unit, ContentEntityId);
    if (FullName === undefined)
      throw new OrgError(400, 'INVALID_CROSS_REFERENCE_KEY', 'No such ContentEntityId.', [
        'ContentEntityId',
      ]);
    const Body = required(body, 'Body');
    return context.containers.add(kind, { MetadataContainerId, ContentEntityId, FullName, Body });
  };
}

/** The sources of all members, over the meta files that the org has. */
function filesOf({ containers, org }: ApiContext, container: string): PackageFiles {
  const files = new Map<string, Buffer>([['package.xml', manifest()]]);
  for (const unit of UNITS)
    for (const row of containers.rows(`${unit.type}Member`)) {
      if (row['MetadataContainerId'] !== container) continue;
      const [source, meta] = unitFiles(unit, String(row['FullName']), String(row['Body']), '65.0');
      files.set(...source!);
      files.set(meta![0], org.files().get(meta![0]) ?? meta![1]);
    }
  return files;
}

async function request({ context, session }: Call, body: JsonObject): Promise<string> {
  const MetadataContainerId = containerOf(context, body);
  const IsCheckOnly = flagOf(body['IsCheckOnly']);
  const files = filesOf(context, MetadataContainerId);
  const { id, outcome, failure } = await context.deploys.perform(files, session.user, IsCheckOnly);
  const details = context.deploys.status(id)['details'] as Record<string, unknown>;
  return context.containers.add('ContainerAsyncRequest', {
    MetadataContainerId,
    IsCheckOnly,
    IsRunTests: false,
    State: outcome?.success === true ? 'Completed' : failure === undefined ? 'Failed' : 'Error',
    ErrorMsg: failure ?? null,
    DeployDetails: {
      allComponentMessages: [],
      componentFailures: details['componentFailures'],
      componentSuccesses: details['componentSuccesses'],
      runTestResult: null,
    },
  });
}

function table(
  name: Kind,
  insert: NonNullable<VirtualTable['insert']>,
  more: Partial<VirtualTable> = {},
): VirtualTable {
  return {
    name,
    tooling: true,
    rows: ({ containers }) => containers.rows(name),
    insert,
    remove: ({ context }, row) => context.containers.remove(String(row['Id'])),
    ...more,
  };
}

function changeBody(kind: 'ApexClassMember' | 'ApexTriggerMember'): Partial<VirtualTable> {
  return {
    update: ({ context }, row, body) =>
      context.containers.change(kind, String(row['Id']), { Body: required(body, 'Body') }),
  };
}

export const containerTables: readonly VirtualTable[] = [
  table('MetadataContainer', addContainer),
  table('ApexClassMember', addMember('ApexClassMember'), changeBody('ApexClassMember')),
  table('ApexTriggerMember', addMember('ApexTriggerMember'), changeBody('ApexTriggerMember')),
  table('ContainerAsyncRequest', request),
];
