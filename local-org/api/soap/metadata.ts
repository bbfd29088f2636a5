/** Metadata API: deploy, retrieve and the lists that tools ask for. */
import { METADATA_TYPES, zip } from '../../metadata';
import { OrgError } from '../../org/contract';
import { describeMembers, filesFor, members } from '../metadata/retrieve';
import type { DeployOptions } from '../metadata/deploys';
import { soapReply, toXml } from './envelope';
import type { Operation, SoapCall } from './service';

function idOf({ operation }: SoapCall, ...names: readonly string[]): string {
  for (const name of names) {
    const id = operation.text(name);
    if (id !== undefined) return id;
  }
  throw new OrgError(500, 'INVALID_ID_FIELD', 'An id is required.');
}

function options({ operation }: SoapCall): DeployOptions {
  const given = operation.child('DeployOptions');
  return {
    checkOnly: given?.flag('checkOnly') ?? false,
    rollbackOnError: given?.text('rollbackOnError') !== 'false',
    testLevel: given?.text('testLevel'),
    runTests: (given?.all('runTests') ?? []).flatMap(({ value }) => value ?? []),
  };
}

function response(name: string, result: unknown): ReturnType<typeof soapReply> {
  return soapReply('metadata', `<${name}Response>${toXml('result', result)}</${name}Response>`);
}

export const metadataOperations: Readonly<Record<string, Operation>> = {
  async deploy(call) {
    const zipped = Buffer.from(call.zip ?? '', 'base64');
    const id = await call.context.deploys.start(zipped, options(call), call.session.user);
    return response('deploy', { done: false, id, state: 'Queued' });
  },

  checkDeployStatus: (call) => {
    const id = idOf(call, 'asyncProcessId');
    const details = call.operation.text('includeDetails') !== 'false';
    return response('checkDeployStatus', call.context.deploys.status(id, details));
  },

  cancelDeploy: (call) => {
    const id = idOf(call, 'id', 'String');
    call.context.deploys.cancel(id, call.session.user);
    return response('cancelDeploy', { done: call.context.deploys.isDone(id), id });
  },

  async deployRecentValidation(call) {
    const id = idOf(call, 'validationId');
    return response(
      'deployRecentValidation',
      await call.context.deploys.deployValidated(id, call.session.user),
    );
  },

  retrieve: (call) => {
    const request = call.operation.child('request') ?? call.operation.child('retrieveRequest');
    const wanted = members(request?.child('unpackaged'));
    const id = call.context.deploys.addRetrieve(filesFor(call.context.org, wanted, call.version));
    return response('retrieve', { done: false, id, state: 'Queued' });
  },

  checkRetrieveStatus: (call) => {
    const id = idOf(call, 'asyncProcessId');
    const files = call.context.deploys.retrieved(id);
    return response('checkRetrieveStatus', {
      done: true,
      id,
      status: 'Succeeded',
      success: true,
      zipFile: zip(files).toString('base64'),
    });
  },

  describeMetadata: () =>
    response('describeMetadata', {
      metadataObjects: METADATA_TYPES.map(({ name, folder, suffix, metaFile }) => ({
        directoryName: folder,
        inFolder: false,
        metaFile: metaFile ?? false,
        suffix: suffix === '' ? undefined : suffix,
        xmlName: name,
      })),
      organizationNamespace: '',
      partialSaveAllowed: false,
      testRequired: false,
    }),

  listMetadata: (call) => {
    const types = call.operation.all('queries').flatMap((query) => query.text('type') ?? []);
    return response('listMetadata', describeMembers(call.context.org, types));
  },
};
