/** System.EventBus and the context of event triggers. */
import type { Step } from '../../../scheduler/suspension';
import type { EventRun } from '../../host';
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import { ApexList, type SObjectValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';
import { DmlResultValue } from './results';

class EventTriggerContext extends PlatformObject {
  constructor(readonly run: EventRun) {
    super();
  }
  get $type(): string {
    return 'eventbus.TriggerContext';
  }
}

function* publish(vm: Vm, events: Value): Step<Value> {
  const target = given(vm, events);
  const list = (target instanceof ApexList ? target.items : [target]) as SObjectValue[];
  const rows = yield* vm.host.publish(list);
  const results = rows.map((row) => new DmlResultValue('SaveResult', row));
  return target instanceof ApexList
    ? vm.list('Database.SaveResult', results)
    : (results[0] ?? null);
}

export const eventTypes: readonly LibraryType[] = [
  {
    name: 'System.EventBus',
    statics: { publish, getOperationId: (_vm, result: DmlResultValue) => result.row.id },
    suspends: ['publish'],
  },
  {
    name: 'eventbus.TriggerContext',
    statics: {
      currentContext: (vm) =>
        new EventTriggerContext(
          vm.host.eventRun() ??
            fail(vm, 'UnexpectedException', 'EventBus.TriggerContext is for event triggers only'),
        ),
    },
    methods: {
      getResumeCheckpoint: (_vm, self: EventTriggerContext) => self.run.checkpoint(),
      setResumeCheckpoint: (_vm, self: EventTriggerContext, replayId: string) => {
        self.run.setCheckpoint(replayId);
        return null;
      },
    },
    getters: {
      retries: (_vm, self: EventTriggerContext) => self.run.retries,
      lastError: (_vm, self: EventTriggerContext) => self.run.lastError,
    },
    isInstance: (value) => value instanceof EventTriggerContext,
  },
];
