import { readPackage } from '..';
import type { PackageContents } from '..';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** A package of the given files; `package.xml` names everything by wildcard unless it is given. */
function read(files: Record<string, string>): PackageContents {
  const manifest = `<Package ${NS}>${[
    'ApexClass',
    'ApexTrigger',
    'PermissionSet',
    'CustomMetadata',
    'CustomObject',
  ]
    .map((name) => `<types><members>*</members><name>${name}</name></types>`)
    .join('')}<version>65.0</version></Package>`;
  const all = { 'package.xml': manifest, ...files };
  return readPackage(new Map(Object.entries(all).map(([k, v]) => [k, Buffer.from(v)])));
}

function objectFile(fields: string, extra = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject ${NS}>
  <label>Thing</label><pluralLabel>Things</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <nameField><label>Number</label><type>AutoNumber</type><displayFormat>T-{0000}</displayFormat></nameField>
  <sharingModel>ReadWrite</sharingModel>
  ${fields}${extra}
</CustomObject>`;
}

function field(name: string, type: string, more = ''): string {
  return `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</fields>`;
}

function fieldsOf(xml: string): PackageContents['objects'][number]['fields'] {
  const contents = read({ 'objects/Thing__c.object': objectFile(xml) });
  expect(contents.problems).toEqual([]);
  return contents.objects[0]?.fields ?? [];
}

describe('objects', () => {
  test('a custom object with an auto-number name', () => {
    const { objects, components, problems } = read({
      'objects/Thing__c.object': objectFile(field('Note__c', 'TextArea')),
    });
    expect(problems).toEqual([]);
    expect(objects).toMatchObject([
      {
        name: 'Thing__c',
        kind: 'custom',
        definesObject: true,
        label: 'Thing',
        labelPlural: 'Things',
        sharingModel: 'ReadWrite',
        nameField: { type: 'autonumber', displayFormat: 'T-{0000}', startingNumber: 1 },
      },
    ]);
    expect(components).toEqual([
      { type: 'CustomObject', fullName: 'Thing__c', fileName: 'objects/Thing__c.object' },
      { type: 'CustomField', fullName: 'Thing__c.Note__c', fileName: 'objects/Thing__c.object' },
    ]);
  });

  test('an event, a custom setting, a metadata type and fields on a standard object', () => {
    const { objects, problems } = read({
      'objects/Wake__e.object': `<CustomObject ${NS}><label>Wake</label><pluralLabel>Wakes</pluralLabel><eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>${field('Lane__c', 'Text', '<length>80</length>')}</CustomObject>`,
      'objects/Knob__c.object': `<CustomObject ${NS}><label>Knob</label><customSettingsType>Hierarchy</customSettingsType></CustomObject>`,
      'objects/Rule__mdt.object': `<CustomObject ${NS}><label>Rule</label><pluralLabel>Rules</pluralLabel></CustomObject>`,
      'objects/Account.object': `<CustomObject ${NS}>${field('Tier__c', 'Text', '<length>8</length>')}</CustomObject>`,
    });
    expect(problems).toEqual([]);
    expect(objects.map(({ name, kind, definesObject }) => [name, kind, definesObject])).toEqual([
      ['Wake__e', 'event', true],
      ['Knob__c', 'customSetting', true],
      ['Rule__mdt', 'metadata', true],
      ['Account', 'standard', false],
    ]);
    expect(objects[0]?.publishBehavior).toBe('PublishAfterCommit');
    expect(objects[1]?.customSettingsType).toBe('Hierarchy');
    expect(objects[3]?.fields[0]).toMatchObject({ name: 'Tier__c', length: 8 });
  });

  test('a file with fields only adds to the object', () => {
    const { objects } = read({
      'objects/Thing__c.object': `<CustomObject ${NS}>${field('A__c', 'Date')}</CustomObject>`,
    });
    expect(objects[0]).toMatchObject({ definesObject: false, fields: [{ type: 'date' }] });
  });
});

describe('fields', () => {
  test.each([
    ['Text', '<length>80</length>', { type: 'string', length: 80 }],
    [
      'LongTextArea',
      '<length>131072</length><visibleLines>3</visibleLines>',
      { type: 'textarea', length: 131072 },
    ],
    ['TextArea', '', { type: 'textarea', length: 255 }],
    [
      'Number',
      '<precision>18</precision><scale>0</scale>',
      { type: 'double', precision: 18, scale: 0 },
    ],
    ['Currency', '<precision>16</precision><scale>2</scale>', { type: 'currency', scale: 2 }],
    ['Percent', '<precision>3</precision><scale>1</scale>', { type: 'percent', precision: 3 }],
    ['Checkbox', '<defaultValue>true</defaultValue>', { type: 'boolean', defaultValue: true }],
    ['Date', '', { type: 'date' }],
    ['DateTime', '', { type: 'datetime' }],
    ['Time', '', { type: 'time' }],
    ['Email', '', { type: 'email', length: 80 }],
    ['Phone', '', { type: 'phone' }],
    ['Url', '', { type: 'url' }],
    [
      'AutoNumber',
      '<displayFormat>X-{000}</displayFormat>',
      { type: 'autonumber', displayFormat: 'X-{000}', createable: false, updateable: false },
    ],
    [
      'Text',
      '<length>9</length><unique>true</unique><caseSensitive>true</caseSensitive><externalId>true</externalId><required>true</required>',
      { unique: true, caseSensitive: true, externalId: true, required: true },
    ],
    [
      'Number',
      '<precision>4</precision><scale>0</scale><defaultValue>3</defaultValue>',
      { defaultValue: 3 },
    ],
    ['Text', '<length>9</length><defaultValue>"a \\" b"</defaultValue>', { defaultValue: 'a " b' }],
  ])('%s %s', (type, more, expected) => {
    expect(fieldsOf(field('F__c', type, more))).toEqual([
      expect.objectContaining({ name: 'F__c', custom: true, ...expected }),
    ]);
  });

  test('references know their ways up and down and what a delete does', () => {
    const [lookup, detail, strict] = fieldsOf(
      field(
        'Lane__c',
        'Lookup',
        '<referenceTo>Lane__c</referenceTo><relationshipName>Items</relationshipName><relationshipLabel>Items</relationshipLabel>',
      ) +
        field(
          'Parent__c',
          'MasterDetail',
          '<referenceTo>Parent__c</referenceTo><relationshipName>Kids</relationshipName>',
        ) +
        field(
          'Strict__c',
          'Lookup',
          '<referenceTo>Account</referenceTo><deleteConstraint>Restrict</deleteConstraint>',
        ),
    );
    expect(lookup).toMatchObject({
      type: 'reference',
      referenceTo: ['Lane__c'],
      relationshipName: 'Lane__r',
      childRelationshipName: 'Items__r',
      deleteConstraint: 'SetNull',
    });
    expect(detail).toMatchObject({
      masterDetail: true,
      required: true,
      updateable: false,
      deleteConstraint: 'Cascade',
    });
    expect(strict).toMatchObject({ deleteConstraint: 'Restrict' });
    expect(strict).not.toHaveProperty('childRelationshipName');
  });

  test('picklists: own values, defaults, inactive ones and global sets', () => {
    const own = `<valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>
      <value><fullName>New</fullName><default>true</default><label>New</label></value>
      <value><fullName>Old</fullName><default>false</default><isActive>false</isActive></value>
      <value><fullName>R&amp;D</fullName><default>false</default></value></valueSetDefinition></valueSet>`;
    const contents = read({
      'globalValueSets/Colour.globalValueSet': `<GlobalValueSet ${NS}><customValue><fullName>Red</fullName><default>false</default></customValue><masterLabel>Colour</masterLabel></GlobalValueSet>`,
      'objects/Thing__c.object': objectFile(
        field('Own__c', 'Picklist', own) +
          field(
            'Many__c',
            'MultiselectPicklist',
            '<valueSet><valueSetName>Colour</valueSetName></valueSet>',
          ),
      ),
    });
    expect(contents.problems).toEqual([]);
    expect(contents.objects[0]?.fields).toMatchObject([
      { type: 'picklist', picklistValues: ['New', 'R&D'], defaultValue: 'New', restricted: true },
      { type: 'multipicklist', picklistValues: ['Red'], restricted: true },
    ]);
  });

  test.each([
    [
      'a formula',
      'Picklist',
      '<formula>1</formula>',
      'A formula field of type Picklist is not supported',
    ],
    [
      'a relationship',
      'MetadataRelationship',
      '<referenceTo>EntityDefinition</referenceTo>',
      'A metadata relationship to EntityDefinition',
    ],
    ['a roll-up', 'Summary', '', 'Field type Summary is not supported'],
    ['a location', 'Location', '', 'Field type Location is not supported'],
    ['a made-up type', 'constructor', '', 'Field type constructor is not supported'],
    ['no length', 'Text', '', "Must specify a 'length'"],
    ['no target', 'Lookup', '', "Must specify 'referenceTo'"],
  ])('%s is refused by name, with its line', (_, type, more, message) => {
    const { problems } = read({ 'objects/Thing__c.object': objectFile(field('F__c', type, more)) });
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'Error',
        message: expect.stringContaining(message),
        component: expect.objectContaining({ type: 'CustomField', fullName: 'Thing__c.F__c' }),
        line: 6,
      }),
    ]);
  });
});

describe('other components', () => {
  test('classes and triggers with their meta files', () => {
    const meta = (type: string): string =>
      `<${type} ${NS}><apiVersion>65.0</apiVersion><status>Active</status></${type}>`;
    const contents = read({
      'classes/A.cls': 'public class A {}',
      'classes/A.cls-meta.xml': meta('ApexClass'),
      'triggers/T.trigger': 'trigger T on Account (before insert) {}',
      'triggers/T.trigger-meta.xml': meta('ApexTrigger'),
    });
    expect(contents.problems).toEqual([]);
    expect(contents.classes).toEqual([
      {
        name: 'A',
        fileName: 'classes/A.cls',
        text: 'public class A {}',
        apiVersion: '65.0',
        status: 'Active',
      },
    ]);
    expect(contents.triggers[0]).toMatchObject({ name: 'T', apiVersion: '65.0' });
    expect(contents.components).toHaveLength(2);
  });

  test('a class without a meta file is refused', () => {
    const { problems, classes } = read({ 'classes/A.cls': 'public class A {}' });
    expect(classes).toEqual([]);
    expect(problems[0]?.message).toMatch(/A\.cls-meta\.xml is missing/);
  });

  test('permission sets', () => {
    const { permissionSets } = read({
      'permissionsets/Ops.permissionset': `<PermissionSet ${NS}><label>Ops</label>
        <objectPermissions><allowRead>true</allowRead><allowCreate>false</allowCreate><object>Thing__c</object></objectPermissions>
        <fieldPermissions><editable>false</editable><field>Thing__c.F__c</field><readable>true</readable></fieldPermissions>
        <classAccesses><apexClass>A</apexClass><enabled>true</enabled></classAccesses>
        <classAccesses><apexClass>B</apexClass><enabled>false</enabled></classAccesses>
        <customPermissions><enabled>true</enabled><name>Redrive</name></customPermissions>
        <userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions></PermissionSet>`,
    });
    expect(permissionSets).toMatchObject([
      {
        name: 'Ops',
        objects: [{ object: 'Thing__c', read: true, create: false, modifyAll: false }],
        fields: [{ field: 'Thing__c.F__c', read: true, edit: false }],
        classes: ['A'],
        customPermissions: ['Redrive'],
        userPermissions: ['ViewSetup'],
      },
    ]);
  });

  test('custom metadata keeps its types, labels their text, subscribers their user', () => {
    const contents = read({
      'customMetadata/Rule.Default.md': `<CustomMetadata ${NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
        <label>Default</label><protected>false</protected>
        <values><field>N__c</field><value xsi:type="xsd:double">3.0</value></values>
        <values><field>B__c</field><value xsi:type="xsd:boolean">true</value></values>
        <values><field>S__c</field><value xsi:type="xsd:string"> a </value></values>
        <values><field>Z__c</field><value xsi:nil="true"/></values></CustomMetadata>`,
      'labels/CustomLabels.labels': `<CustomLabels ${NS}><labels><fullName>Hi</fullName><value>a &lt;b&gt; &#10;</value></labels></CustomLabels>`,
      'PlatformEventSubscriberConfigs/C.platformEventSubscriberConfig': `<PlatformEventSubscriberConfig ${NS}><batchSize>50</batchSize><masterLabel>C</masterLabel><platformEventConsumer>WakeTrigger</platformEventConsumer><user>a@b.c</user></PlatformEventSubscriberConfig>`,
      'customPermissions/Redrive.customPermission': `<CustomPermission ${NS}><label>Redrive items</label></CustomPermission>`,
    });
    expect(contents.problems).toEqual([]);
    expect(contents.customMetadata).toMatchObject([
      {
        object: 'Rule__mdt',
        developerName: 'Default',
        values: { N__c: 3, B__c: true, S__c: ' a ', Z__c: null },
      },
    ]);
    expect(contents.labels).toMatchObject([{ name: 'Hi', value: 'a <b> \n' }]);
    expect(contents.eventSubscribers).toMatchObject([
      { trigger: 'WakeTrigger', user: 'a@b.c', batchSize: 50 },
    ]);
    expect(contents.customPermissions).toMatchObject([{ name: 'Redrive', label: 'Redrive items' }]);
  });

  test('pages of all kinds are kept, one component per bundle', () => {
    const { others, problems } = read({
      'lwc/console/console.js': '',
      'lwc/console/console.html': '',
      'lwc/console/console.js-meta.xml': '<x/>',
      'tabs/Console.tab': '<CustomTab/>',
      'applications/Mutex.app': '<CustomApplication/>',
    });
    expect(problems).toEqual([]);
    expect(others.map(({ type, fullName }) => `${type} ${fullName}`)).toEqual([
      'LightningComponentBundle console',
      'CustomTab Console',
      'CustomApplication Mutex',
    ]);
  });

  test('a workflow is kept, and said to be without effect', () => {
    const { problems } = read({ 'workflows/Thing__c.workflow': '<Workflow/>' });
    expect(problems).toMatchObject([
      { severity: 'Warning', message: expect.stringContaining('Workflow') },
    ]);
  });
});

describe('what is wrong is said', () => {
  test('broken XML has its line and column', () => {
    const { problems, objects } = read({
      'objects/Thing__c.object': `<CustomObject>\n  <label>Thing\n</CustomObject>`,
    });
    expect(objects).toEqual([]);
    expect(problems).toMatchObject([
      { severity: 'Error', line: 3, column: 1, component: { fileName: 'objects/Thing__c.object' } },
    ]);
  });

  test('a document type declaration is refused', () => {
    const { problems } = read({
      'objects/Thing__c.object': `<!DOCTYPE a [<!ENTITY x "y">]>\n<CustomObject><label>&x;</label></CustomObject>`,
    });
    expect(problems[0]?.message).toMatch(/document type declaration/);
  });

  test('unknown types and files, and parts of objects that are not read, are refused by name', () => {
    const { problems } = read({
      'package.xml': `<Package ${NS}><types><members>X</members><name>Wonder</name></types></Package>`,
      'wonders/X.wonder': '',
      'objects/Thing__c.object': objectFile(
        '',
        '<recordTypes><fullName>V</fullName><active>true</active></recordTypes>',
      ),
    });
    const messages = problems.map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining([
        'Metadata type Wonder is not supported by the local org; see docs/differences.md',
        'The file wonders/X.wonder is not supported by the local org; see docs/differences.md',
        'RecordType V is not supported by the local org; see docs/differences.md',
      ]),
    );
  });

  test('named but absent, and present but not named', () => {
    const { problems } = read({
      'package.xml': `<Package ${NS}><types><members>Gone</members><name>ApexClass</name></types></Package>`,
      'classes/A.cls': '',
      'classes/A.cls-meta.xml': '<ApexClass><apiVersion>65.0</apiVersion></ApexClass>',
    });
    expect(problems).toMatchObject([
      {
        message:
          "An object 'Gone' of type ApexClass was named in package.xml, but was not found in zipped directory",
      },
      { message: 'Not in package.xml', component: { fullName: 'A' } },
    ]);
  });

  test('deletions before and after', () => {
    const { deletions } = read({
      'destructiveChangesPre.xml': `<Package ${NS}><types><members>Thing__c.A__c</members><name>CustomField</name></types></Package>`,
      'destructiveChangesPost.xml': `<Package ${NS}><types><members>B</members><members>C</members><name>ApexClass</name></types></Package>`,
    });
    expect(deletions).toEqual([
      { type: 'CustomField', fullName: 'Thing__c.A__c', when: 'pre' },
      { type: 'ApexClass', fullName: 'B', when: 'post' },
      { type: 'ApexClass', fullName: 'C', when: 'post' },
    ]);
  });

  test('no package.xml', () => {
    expect(readPackage(new Map()).problems).toMatchObject([{ message: 'No package.xml found' }]);
  });
});
