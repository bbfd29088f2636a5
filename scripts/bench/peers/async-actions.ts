/** apex-async-actions: actions wait in a table; a processor takes those that are due, 200 a job. */
import type { Peer } from './peer';

export const ASYNC_ACTIONS: Peer = {
  name: 'apex-async-actions',
  url: 'https://github.com/jasonsiders/apex-async-actions',
  source: 'force-app',
  adapter: {
    classes: {
      PeerWork: `
public without sharing class PeerWork implements AsyncActions.Processor {
    public void process(AsyncActionProcessor__mdt settings, List<AsyncAction__c> actions) {
        List<Peer_Effect__c> effects = new List<Peer_Effect__c>();
        for (AsyncAction__c action : actions) {
            effects.add(new Peer_Effect__c(Key__c = action.Data__c));
            action.Status__c = AsyncActions.Status.COMPLETED.name();
        }
        insert as system effects;
    }
}`,
    },
    records: {
      'AsyncActionProcessor.Peer': {
        BatchSize__c: 200,
        Enabled__c: true,
        MaxStackDepth__c: 10_000,
        ProcessorType__c: 'Apex',
        Processor__c: 'PeerWork',
        Retries__c: 3,
        RetryInterval__c: 3,
        RunOnInsert__c: true,
      },
    },
    enqueue: `AsyncActionProcessor__mdt processor = AsyncActionProcessor__mdt.getInstance('Peer');
    List<AsyncAction__c> actions = new List<AsyncAction__c>();
    for (String key : keys) {
        actions.add(new AsyncAction__c(ProcessorName__c = processor.DeveloperName, Data__c = key, Status__c = 'Pending'));
    }
    insert as system actions;`,
  },
};
