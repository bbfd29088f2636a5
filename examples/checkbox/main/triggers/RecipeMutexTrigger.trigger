/** The recipe's trigger on the mutex: starts the job when the box goes from unticked to ticked. */
trigger RecipeMutexTrigger on Mutex__c(after insert, after update) {
    for (Mutex__c box : Trigger.new) {
        Boolean was = Trigger.isUpdate && Trigger.oldMap.get(box.Id).Run_Queueable__c;
        if (box.Run_Queueable__c && !was) {
            System.enqueueJob((Queueable) Type.forName(box.Queueable_Name__c).newInstance());
        }
    }
}
