/** apex-transactional-outbox: messages wait in a table, and one job at a time relays all that are due. */
import type { Peer } from './peer';

export const TRANSACTIONAL_OUTBOX: Peer = {
  name: 'apex-transactional-outbox',
  url: 'https://github.com/callawaycloud/apex-transactional-outbox',
  source: 'force-app',
  adapter: {
    classes: {
      PeerWork: `
public without sharing class PeerWork implements TB_IOutboxRelayClient {
    public void send(TB_OutboxRelayContext context) {
        context.setResult(context.outbox.Outbox_Message__r.Message__c);
    }
}`,
      // Clients must not write; what follows a relay may, for all messages together.
      PeerWrites: `
public without sharing class PeerWrites implements TB_IAfterRelayAction {
    public void execute(TB_OutboxRelayContext[] relayed) {
        List<Peer_Effect__c> effects = new List<Peer_Effect__c>();
        for (TB_OutboxRelayContext each : relayed) {
            effects.add(new Peer_Effect__c(Key__c = (String) each.relayResult));
        }
        insert as system effects;
    }
}`,
    },
    records: {
      'TB_Application.Peer': {},
      'TB_Message_Definition.work': {},
      'TB_Message_Subscription.work_peer': {
        Application__c: 'Peer',
        Message_Definition__c: 'work',
        Relay_Client__c: 'PeerWork',
        After_Relay_Action__c: 'PeerWrites',
        Max_Attempts__c: 3,
        Enabled__c: true,
        Isolate_Relay__c: false,
      },
    },
    setup: "System.schedule('TB Outbox Relay', '0 0 * * * ?', new TB_ScheduleRelay());",
    enqueue: `List<TB_Outbox_Message__c> messages = new List<TB_Outbox_Message__c>();
    for (String key : keys) { messages.add(new TB_Outbox_Message__c(Type__c = 'work', Message__c = key)); }
    insert as system messages;`,
  },
};
