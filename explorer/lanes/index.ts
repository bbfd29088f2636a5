/** The world of the package: lanes, their items and what the probe's handler left behind. */
import { anonymous } from '../scenario';
import type { World } from '../world';
import { describeChange } from './changes';
import { drained, judgeEnd } from './end';
import { ALWAYS } from './invariants';
import { probePackage } from './probe';
import { look, type View } from './view';

export const LANES: World<View> = {
  name: 'lanes',
  look,
  always: ALWAYS,
  drained,
  judgeEnd,
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
