/** One job for each piece of work. */
trigger RecipeItemTrigger on Recipe_Item__c(after insert) {
    for (Recipe_Item__c item : Trigger.new) {
        System.enqueueJob(new FlaggedCallout(item.Id));
    }
}
