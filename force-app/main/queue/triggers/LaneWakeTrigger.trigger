/** A fresh transaction, without a parent job and with free slots, looks at the lanes named. */
trigger LaneWakeTrigger on Lane_Wake__e(after insert) {
    LaneWakeTriggerHandler.afterInsert(Trigger.new);
}
