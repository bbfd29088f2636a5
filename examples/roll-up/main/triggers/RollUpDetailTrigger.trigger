/** Children by master-detail. */
trigger RollUpDetailTrigger on Roll_Up_Detail__c(after insert) {
    RollUp.add(Trigger.new, Roll_Up_Parent__c.Detail_Total__c);
}
