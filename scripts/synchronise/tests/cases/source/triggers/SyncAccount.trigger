trigger SyncAccount on Account(before insert, before update) {
    for (Account each : Trigger.new) {
        @synchronised(name='accounts/${each.Name}') {
            each.Description = 'seen';
        }
    }
}
