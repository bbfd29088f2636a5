/** apex-async-job-processor: requests wait in a table; executors choose, learn what fits, and go on. */
import type { Peer } from './peer';

export const ASYNC_JOB_PROCESSOR: Peer = {
  name: 'apex-async-job-processor',
  url: 'https://github.com/scolladon/apex-async-job-processor',
  // The console beside it needs FORMAT() in SOQL, which the local org has not got.
  source: 'apex-job/src/engine',
  adapter: {
    classes: {
      PeerWork: `
public without sharing class PeerWork implements ApexJob {
    public ApexJobResult execute(ApexJobContext context) {
        List<Peer_Effect__c> effects = new List<Peer_Effect__c>();
        for (Object argument : context.arguments) {
            effects.add(new Peer_Effect__c(Key__c = String.valueOf(argument)));
        }
        insert as system effects;
        return new ApexJobResult(ApexJobStatus.SUCCESS);
    }
}`,
    },
    setup: `ApexJobManager.define().processor('PeerWork').save();
    insert new ApexJobConfig__c(Enabled__c = true);
    ApexJobWatcher.schedule();`,
    // Without a time, recording fails: it reads CreatedDate, which was not queried.
    enqueue: `Id description = [SELECT Id FROM JobDescription__c WHERE ProcessorName__c = 'PeerWork'].Id;
    List<JobRequest__c> requests = new List<JobRequest__c>();
    for (String key : keys) {
        requests.add(new JobRequest__c(JobDescription__c = description, Argument__c = JSON.serialize(key),
            Status__c = 'READY', Enabled__c = true, NextExecutionDateTime__c = Datetime.now()));
    }
    insert as system requests;`,
  },
};
