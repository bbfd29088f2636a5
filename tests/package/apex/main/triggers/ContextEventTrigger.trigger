/** Enqueues from the subscriber of an event: wakes of a lane that does not exist name the item. */
trigger ContextEventTrigger on Lane_Wake__e(after insert) {
    for (Lane_Wake__e event : Trigger.new) {
        if (event.Key__c == 'no such lane') {
            ContextDoors.enqueue('event');
        }
    }
}
