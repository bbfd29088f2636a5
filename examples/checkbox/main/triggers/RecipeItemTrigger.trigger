/** The recipe's trigger on the queue items: ticks the box when something is to be done. */
trigger RecipeItemTrigger on Recipe_Item__c(after insert, after update) {
    Set<String> doCalloutStatuses = new Set<String>{ 'Pending', 'Retry' };
    for (Integer i = 0; i < Trigger.new.size(); i++) {
        if (
            doCalloutStatuses.contains(Trigger.new[i].Callout_Status__c) &&
            (Trigger.old == null || !doCalloutStatuses.contains(Trigger.old[i].Callout_Status__c))
        ) {
            Mutex__c box = new Mutex__c(
                Queueable_Name__c = RecipeQueueable.class.getName(),
                Run_Queueable__c = true
            );
            Database.upsert(box, Mutex__c.Queueable_Name__c, true, AccessLevel.SYSTEM_MODE);
            return;
        }
    }
}
