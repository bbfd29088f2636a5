/** System.Trigger: context variables of the innermost running trigger. */
import type { TriggerContext } from '../../host';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import type { Value } from '../../core/values-all';
import { platformEnum } from '../support/enums';

const operation = platformEnum('System.TriggerOperation', [
  'BEFORE_INSERT',
  'BEFORE_UPDATE',
  'BEFORE_DELETE',
  'AFTER_INSERT',
  'AFTER_UPDATE',
  'AFTER_DELETE',
  'AFTER_UNDELETE',
]);

function variable(read: (trigger: TriggerContext) => Value, outside: Value): LibraryFunction {
  return (vm) => {
    const trigger = vm.host.trigger();
    return trigger ? read(trigger) : outside;
  };
}

const flag = (read: (trigger: TriggerContext) => boolean): LibraryFunction => variable(read, false);

const news = variable((t) => t.newList, null);

export const triggerTypes: readonly LibraryType[] = [
  operation.type,
  {
    name: 'System.Trigger',
    staticGetters: {
      isExecuting: flag(() => true),
      isBefore: flag((t) => t.isBefore),
      isAfter: flag((t) => !t.isBefore),
      isInsert: flag((t) => t.isInsert),
      isUpdate: flag((t) => t.isUpdate),
      isDelete: flag((t) => t.isDelete),
      isUndelete: flag((t) => t.isUndelete),
      New: news,
      new: news,
      newMap: variable((t) => t.newMap, null),
      old: variable((t) => t.oldList, null),
      oldMap: variable((t) => t.oldMap, null),
      size: variable((t) => t.size, null),
      operationType: variable((t) => operation.of(t.operation), null),
    },
  },
];
