import type { EmbeddedOrg, PackageFiles } from '..';
import { orgWith, packageOf, run } from './support/kit';

const RULE = `<label>Rule</label><pluralLabel>Rules</pluralLabel>
  <fields><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>6</precision><scale>0</scale></fields>
  <fields><fullName>On__c</fullName><label>On</label><type>Checkbox</type><defaultValue>false</defaultValue></fields>
  <fields><fullName>Text__c</fullName><label>Text</label><type>LongTextArea</type><length>1000</length><visibleLines>3</visibleLines></fields>`;
const KNOB = `<label>Knob</label><customSettingsType>Hierarchy</customSettingsType>`;

function recordsOf(values: Readonly<Record<string, string>>): PackageFiles {
  const files = new Map(packageOf({}));
  const members = Object.entries(values).map(([name, xml]) => {
    files.set(
      `customMetadata/Rule.${name}.md`,
      Buffer.from(
        `<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>${name}</label>${xml}</CustomMetadata>`,
      ),
    );
    return `<members>Rule.${name}</members>`;
  });
  files.set(
    'package.xml',
    Buffer.from(
      `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types>${members.join('')}<name>CustomMetadata</name></types><version>65.0</version></Package>`,
    ),
  );
  return files;
}

const size = (n: number): string =>
  `<values><field>Size__c</field><value xsi:type="xsd:double">${n}</value></values>`;

async function orgWithRules(values: Readonly<Record<string, string>>): Promise<EmbeddedOrg> {
  const org = await orgWith({ objects: { Rule__mdt: RULE, Knob__c: KNOB } });
  const outcome = await org.deploy({ files: recordsOf(values) });
  expect(outcome).toMatchObject({ success: true });
  return org;
}

describe('records of custom metadata types', () => {
  test('are found without a query: all, by name, qualified name and id', async () => {
    const org = await orgWithRules({ First: size(3), Second: '' });
    await run(
      org,
      `Map<String, Rule__mdt> all = Rule__mdt.getAll();
       Assert.areEqual(new Set<String>{ 'First', 'Second' }, all.keySet());
       Rule__mdt first = Rule__mdt.getInstance('first');
       Assert.areEqual(3, first.Size__c);
       Assert.areEqual(false, first.On__c);
       Assert.areEqual('First', first.MasterLabel);
       Assert.areEqual(null, Rule__mdt.getInstance('Second').Size__c);
       Assert.areEqual('First', Rule__mdt.getInstance(first.Id).DeveloperName);
       Assert.areEqual('First', Rule__mdt.getInstance(first.QualifiedApiName).DeveloperName);
       Assert.areEqual(null, Rule__mdt.getInstance('Third'));
       Assert.areEqual(0, Limits.getQueries() + Limits.getQueryRows());`,
    );
  });

  test('show what was deployed last, and the first 255 characters of long texts', async () => {
    const text = `<values><field>Text__c</field><value xsi:type="xsd:string">${'x'.repeat(300)}</value></values>`;
    const org = await orgWithRules({ First: size(3) + text });
    await org.deploy({ files: recordsOf({ First: size(4) + text }) });
    await run(
      org,
      `Rule__mdt first = Rule__mdt.getAll().get('First');
       Assert.areEqual(4, first.Size__c);
       Assert.areEqual(255, first.Text__c.length());
       Assert.areEqual(300, [SELECT Text__c FROM Rule__mdt].Text__c.length());`,
    );
  });

  test('are there in a test, which sees no other data, and may be made in memory', async () => {
    const org = await orgWithRules({ First: size(3) });
    const test = `@IsTest private class RuleTest { @IsTest static void sees() {
      Assert.areEqual(3, Rule__mdt.getInstance('First').Size__c);
      Assert.areEqual(7, new Rule__mdt(DeveloperName = 'Own', Size__c = 7).Size__c);
    } }`;
    const deployed = await org.deploy({ files: packageOf({ classes: { RuleTest: test } }) });
    expect(deployed.components.filter((c) => !c.success)).toEqual([]);
    const { tests } = await org.runTests({ classes: ['RuleTest'] });
    expect(tests.map((t) => [t.outcome, t.message])).toEqual([['Pass', null]]);
  });
});
