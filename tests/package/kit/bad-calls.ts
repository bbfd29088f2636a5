/** Calls that must be refused: how each ends, and that nothing of it is left. */
import { anonymous, rows, type PackageOrg } from './package-org';
import { Recorder } from './recorder';

/**
 * Makes calls one after the other in one transaction, each in a `try` of its own, and enqueues one good
 * item at its end. Fails unless that item is done, and is all there is: a refused call leaves nothing,
 * and its caller can go on.
 *
 * @param calls pieces of Apex
 * @returns how each ended: `well`, or type and message of a MutexException
 */
export async function endings(world: PackageOrg, calls: readonly string[]): Promise<string[]> {
  const attempts = calls.map(
    (call) =>
      `ended = 'well';
       try { ${call} } catch (MutexException e) { ended = e.getTypeName() + ': ' + e.getMessage(); }
       notes.add(new Probe_Effect__c(Ticket__c = notes.size(), Item_Key__c = ended.left(255)));`,
  );
  await anonymous(
    world.org,
    `String ended;
     List<Probe_Effect__c> notes = new List<Probe_Effect__c>();
     ${attempts.join('\n')}
     insert as system notes;
     PlayHandler.enqueue('good', new List<String>{ 'good' });`,
  );
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(0)).toBe(0);
  const { items, lanes } = await recorder.history();
  expect(items.map(({ key, status }) => `${key} ${status}`)).toEqual(['good Done']);
  expect(lanes.map(({ lane }) => lane)).toEqual(['good']);
  const notes = await rows(
    world.org,
    'SELECT Item_Key__c FROM Probe_Effect__c WHERE Lane__c = NULL ORDER BY Ticket__c',
  );
  return notes.map((note) => String(note['Item_Key__c']));
}
