/** What outputs and subflows give. */
import type { EmbeddedOrg } from '../../org';
import { run } from '../../org/tests/support/kit';
import { install, newOrg, start } from './kit';
import { assign, flow, ref, subflow, text, variable, type Item } from './xml';

let org: EmbeddedOrg;
beforeAll(async () => (org = await newOrg()));
afterAll(() => org.close());

const OUT = variable('out', 'String', ['output']);
const T = (value?: string): string => variable('t', 'String', [], value && text(value));

/** Assigns, and gives back what is in `out`. */
const assigning = (items: readonly Item[], ...more: readonly string[]): string =>
  flow('A', [...more, assign('A', items)]);

test('a subflow takes inputs and gives outputs', async () => {
  await install(org, {
    Inner: flow('A', [
      variable('given', 'String', ['input']),
      variable('made', 'String', ['output']),
      assign('A', [
        ['made', 'Assign', ref('given')],
        ['made', 'Add', text('!')],
      ]),
    ]),
    Case: flow('S', [
      OUT,
      subflow('S', 'Inner', [['given', text('hey')]], 'A'),
      assign('A', [['out', 'Assign', ref('S.made')]]),
    ]),
  });
  expect(await start(org, 'Case')).toEqual(['hey!']);
});

test('what is no output, or not there, is null', async () => {
  await install(org, { Case: assigning([['t', 'Assign', text('x')]], T(), OUT) });
  expect(await start(org, 'Case', '', ['t', 'OUT', 'nothing'])).toEqual(['null', 'null', 'null']);
});

test('$Flow.CurrentDateTime is the time of the org', async () => {
  const out = variable('out', 'DateTime', ['output']);
  await install(org, { Case: assigning([['out', 'Assign', ref('$Flow.CurrentDateTime')]], out) });
  const shown = new Date(org.clock.now()).toISOString().slice(0, 19).replace('T', ' ');
  expect(await start(org, 'Case')).toEqual([shown]);
});

test('a flow has a type of its own in Apex', async () => {
  await install(org, {
    Case: flow('A', [
      OUT,
      variable('given', 'String', ['input']),
      assign('A', [['out', 'Assign', ref('given')]]),
    ]),
  });
  const lines = await run(
    org,
    `Flow.Interview.Case mine = new Flow.Interview.Case(new Map<String, Object>{ 'given' => 'x' });
     mine.start();
     System.debug(mine.getVariableValue('out'));
     try { new Flow.Interview.Nobody(new Map<String, Object>()); } catch (TypeException e) { System.debug(e.getMessage()); }
     try { new Flow.Interview.far.Away(new Map<String, Object>()); } catch (TypeException e) { System.debug(e.getMessage()); }`,
  );
  expect(lines).toEqual(['x', 'There is no flow Nobody', 'There is no flow far.Away']);
});
