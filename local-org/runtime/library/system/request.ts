/** System.Request and System.Quiddity. */
import type { ContextKind } from '../../host';
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import { platformEnum } from '../support/enums';

export const quiddity = platformEnum('System.Quiddity', [
  'UD',
  'ANONYMOUS',
  'AURA',
  'BATCH_ACS',
  'BATCH_APEX',
  'BATCH_CHUNK_PARALLEL',
  'BATCH_CHUNK_SERIAL',
  'BULK_API',
  'COMMERCE_INTEGRATION',
  'DISCOVERABLE_LOGIN',
  'FUNCTION_CALLBACK',
  'FUTURE',
  'INBOUND_EMAIL_SERVICE',
  'INVOCABLE_ACTION',
  'IOT',
  'PLATFORM_EVENT_PUBLISH_CALLBACK',
  'QUEUEABLE',
  'QUICK_ACTION',
  'REMOTE_ACTION',
  'REST',
  'RUNTEST_ASYNC',
  'RUNTEST_DEPLOY',
  'RUNTEST_SYNC',
  'SCHEDULED',
  'SOAP',
  'SYNCHRONOUS',
  'TRANSACTION_FINALIZER_QUEUEABLE',
  'VF',
]);

const OF_CONTEXT: Readonly<Record<ContextKind, string>> = {
  anonymous: 'ANONYMOUS',
  rest: 'REST',
  apexRest: 'REST',
  invocable: 'INVOCABLE_ACTION',
  queueable: 'QUEUEABLE',
  finalizer: 'TRANSACTION_FINALIZER_QUEUEABLE',
  schedulable: 'SCHEDULED',
  batch: 'BATCH_APEX',
  future: 'FUTURE',
  event: 'PLATFORM_EVENT_PUBLISH_CALLBACK',
  test: 'RUNTEST_SYNC',
};

class ApexRequest extends PlatformObject {
  get $type(): string {
    return 'System.Request';
  }
}

export const requestType: LibraryType = {
  name: 'System.Request',
  statics: { getCurrent: () => new ApexRequest() },
  methods: {
    getQuiddity: (vm) => quiddity.of(OF_CONTEXT[vm.host.context]),
    getRequestId: (vm) => vm.host.requestId,
  },
  isInstance: (value) => value instanceof ApexRequest,
};
