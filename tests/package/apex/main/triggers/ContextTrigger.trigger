/** Enqueues from a trigger: an effect without a lane names the item. */
trigger ContextTrigger on Probe_Effect__c(after insert) {
    for (Probe_Effect__c effect : Trigger.new) {
        if (effect.Item_Key__c == 'from trigger') {
            ContextDoors.enqueue('trigger');
        }
    }
}
