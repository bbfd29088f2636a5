/** async-lib: jobs wait in the memory of one transaction, and each starts the next. */
import type { Peer } from './peer';

export const ASYNC_LIB: Peer = {
  name: 'async-lib',
  url: 'https://github.com/beyond-the-cloud-dev/async-lib',
  source: 'force-app',
  adapter: {
    classes: {
      PeerWork: `
public without sharing class PeerWork extends QueueableJob {
    private String key;
    public PeerWork(String key) {
        this.key = key;
    }
    public override void work() {
        insert as system new Peer_Effect__c(Key__c = key);
    }
}`,
    },
    enqueue: 'for (String key : keys) { Async.queueable(new PeerWork(key)).enqueue(); }',
  },
};
