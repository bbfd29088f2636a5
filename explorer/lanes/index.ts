/** The world of the package: lanes, their items and what the probe's handler left behind. */
import { anonymous } from '../scenario';
import type { World } from '../world';
import { describeChange } from './changes';
import { judgeMoves, needsHelp } from './conduct';
import { drained, judgeEnd } from './end';
import { ALWAYS } from './invariants';
import { judgeHistory } from './judgement';
import { LanesPast } from './past';
import { probePackage } from './probe';
import { look, type View } from './view';

export const LANES: World<View> = {
  name: 'lanes',
  look,
  interned: true,
  always: ALWAYS,
  /** Every invariant is about one lane; keys of items are not shared between lanes. */
  watched(object, values) {
    if (object === 'Mutex__c') return String(values['Key__c'] ?? '').toLowerCase();
    const inLane = object === 'Queue_Item__c' || object === 'Probe_Effect__c';
    return inLane ? String(values['Lane__c'] ?? '').toLowerCase() : null;
  },
  drained,
  judgeEnd,
  judgeMoves,
  judgeHistory,
  needsHelp,
  past: (scenario, begin) => new LanesPast(scenario, begin),
  describeChange,
  /** Lane `a` as it is after some work. */
  async prepare(org) {
    const { success, components } = await org.deploy({ files: probePackage() });
    const refused = components.find((component) => !component.success);
    if (!success) throw new Error(`The org refused the probe: ${refused?.problem ?? ''}`);
    const sets = await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Mutex_Admin'");
    await org.insert('PermissionSetAssignment', [
      { AssigneeId: org.adminUser.id, PermissionSetId: sets.rows[0]!.id! },
    ]);
    await anonymous(org, "LoadProbe.enqueue('a', new List<String>{ 'a0' });");
  },
  heal: (org) => anonymous(org, 'MutexReaperSchedule.schedule(4);'),
};
