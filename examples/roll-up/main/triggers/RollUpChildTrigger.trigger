/** Children by lookup. */
trigger RollUpChildTrigger on Roll_Up_Child__c(after insert) {
    RollUp.add(Trigger.new, Roll_Up_Parent__c.Total__c);
}
