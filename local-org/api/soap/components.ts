/** Metadata API: components read and written one by one, without a zip. Each is a deploy of its own. */
import { escapeXml } from '../../metadata';
import type { PackageFiles } from '../../org/contract';
import { OrgError } from '../../org/contract';
import type { Place } from '../metadata/component-file';
import { content, deletionOf, find, packageOf, placeOf } from '../metadata/component-file';
import { soapReply, toXml } from './envelope';
import type { Operation, SoapCall } from './service';

/** Components that one call may name. */
const MOST = 10;

interface SaveResult {
  readonly fullName: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors?: { readonly statusCode: string; readonly message: string };
}

function failed(fullName: string, statusCode: string, message: string): SaveResult {
  return { fullName, success: false, errors: { statusCode, message } };
}

function atMost<T>(list: readonly T[]): readonly T[] {
  if (list.length <= MOST) return list;
  throw new OrgError(500, 'LIMIT_EXCEEDED', `A call takes at most ${MOST} components.`);
}

async function save(
  { context, session }: SoapCall,
  { fullName }: Place,
  files: PackageFiles,
): Promise<SaveResult> {
  const { outcome, failure } = await context.deploys.perform(files, session.user);
  if (outcome?.success === true) return { fullName, success: true };
  const problem = outcome?.components.find(({ success }) => !success)?.problem;
  return failed(fullName, 'FIELD_INTEGRITY_EXCEPTION', problem ?? failure ?? 'Unknown problem');
}

type Kind = 'create' | 'update' | 'upsert';

/** Why it must not be written, if so. */
function conflict(kind: Kind, place: Place, exists: boolean): SaveResult | undefined {
  const { type, fullName } = place;
  if (kind === 'create' && exists)
    return failed(
      fullName,
      'DUPLICATE_DEVELOPER_NAME',
      `A ${type} with the name ${fullName} exists already.`,
    );
  if (kind === 'update' && !exists)
    return failed(
      fullName,
      'INVALID_CROSS_REFERENCE_KEY',
      `In field: fullName - no ${type} named ${fullName} found`,
    );
  return undefined;
}

function write(kind: Kind): Operation {
  return async (call) => {
    const results: SaveResult[] = [];
    for (const element of atMost(call.operation.all('metadata'))) {
      const fullName = element.text('fullName');
      if (fullName === undefined)
        throw new OrgError(500, 'REQUIRED_FIELD_MISSING', 'fullName is required.');
      const type = (element.attributes['type'] ?? '').replace(/^\w+:/, '');
      const place = placeOf(type, fullName);
      const exists = find(call.context.org.files(), place) !== undefined;
      const refused = conflict(kind, place, exists);
      const result = refused ?? (await save(call, place, packageOf(place, element)));
      const created = kind === 'upsert' ? { created: result.success && !exists } : {};
      results.push({ ...created, ...result });
    }
    return reply(`${kind}Metadata`, results);
  };
}

function reply(name: string, results: readonly SaveResult[]): ReturnType<typeof soapReply> {
  return soapReply('metadata', `<${name}Response>${toXml('result', results)}</${name}Response>`);
}

function named({ operation }: SoapCall): readonly Place[] {
  const type = operation.text('type') ?? '';
  const names = operation.all('fullNames').flatMap(({ value }) => value ?? []);
  return atMost(names).map((name) => placeOf(type, name));
}

export const componentOperations: Readonly<Record<string, Operation>> = {
  createMetadata: write('create'),
  updateMetadata: write('update'),
  upsertMetadata: write('upsert'),

  async deleteMetadata(call) {
    const results: SaveResult[] = [];
    for (const place of named(call)) {
      const missing = conflict(
        'update',
        place,
        find(call.context.org.files(), place) !== undefined,
      );
      results.push(missing ?? (await save(call, place, deletionOf(place))));
    }
    return reply('deleteMetadata', results);
  },

  readMetadata: (call) => {
    const records = named(call).map((place) => {
      const element = find(call.context.org.files(), place);
      if (element === undefined) return '<records xsi:nil="true"/>';
      const name = `<fullName>${escapeXml(place.fullName)}</fullName>`;
      return `<records xsi:type="${place.type}">${name}${content(element)}</records>`;
    });
    const result = `<result>${records.join('')}</result>`;
    return soapReply('metadata', `<readMetadataResponse>${result}</readMetadataResponse>`);
  },
};
