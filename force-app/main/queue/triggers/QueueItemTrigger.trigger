/** Items take their places under the row lock of their lane, however they are inserted. */
trigger QueueItemTrigger on Queue_Item__c(before insert, before update, before delete) {
    switch on Trigger.operationType {
        when BEFORE_INSERT {
            QueueItemTriggerHandler.beforeInsert(Trigger.new);
        }
        when BEFORE_UPDATE {
            QueueItemTriggerHandler.beforeUpdate(Trigger.new, Trigger.oldMap);
        }
        when BEFORE_DELETE {
            QueueItemTriggerHandler.beforeDelete(Trigger.old);
        }
    }
}
