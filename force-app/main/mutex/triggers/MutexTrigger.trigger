/** Keeps the protocol when lane rows are written by hand; our own writes pass. */
trigger MutexTrigger on Mutex__c(
    before insert,
    after insert,
    before update,
    after update,
    before delete,
    after undelete
) {
    switch on Trigger.operationType {
        when BEFORE_INSERT {
            MutexTriggerHandler.beforeInsert(Trigger.new);
        }
        when AFTER_INSERT, AFTER_UNDELETE {
            MutexTriggerHandler.afterCreation(Trigger.new);
        }
        when BEFORE_UPDATE {
            MutexTriggerHandler.beforeUpdate(Trigger.new, Trigger.oldMap);
        }
        when AFTER_UPDATE {
            MutexChanges.publish(Trigger.new, Trigger.oldMap);
        }
        when BEFORE_DELETE {
            MutexTriggerHandler.beforeDelete(Trigger.oldMap);
        }
    }
}
