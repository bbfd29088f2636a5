/** A package with one of each kind of metadata that a project like this one has. */
import type { Project } from './project';
import { writeClass } from './project';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const BASE = 'force-app/main/default';

function xml(root: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${NS}>\n    ${body}\n</${root}>\n`;
}

/** Field types by name, with what each needs. */
const FIELDS: Readonly<Record<string, string>> = {
  Text: '<length>80</length><externalId>true</externalId><unique>true</unique><caseSensitive>true</caseSensitive>',
  LongTextArea: '<length>32768</length><visibleLines>3</visibleLines>',
  TextArea: '',
  Number: '<precision>16</precision><scale>2</scale>',
  Currency: '<precision>16</precision><scale>2</scale>',
  Percent: '<precision>5</precision><scale>2</scale>',
  Checkbox: '<defaultValue>false</defaultValue>',
  Date: '',
  DateTime: '',
  Time: '',
  Email: '',
  Phone: '',
  Url: '',
  AutoNumber: '<displayFormat>N-{0000}</displayFormat>',
  Lookup: '<referenceTo>Account</referenceTo><relationshipName>Kinds</relationshipName>',
  Picklist:
    '<valueSet><valueSetDefinition><sorted>false</sorted><value><fullName>One</fullName><default>false</default><label>One</label></value></valueSetDefinition></valueSet>',
};

function writeObject(project: Project): void {
  const folder = `${BASE}/objects/Kind__c`;
  project.write(
    `${folder}/Kind__c.object-meta.xml`,
    xml(
      'CustomObject',
      '<deploymentStatus>Deployed</deploymentStatus><label>Kind</label><pluralLabel>Kinds</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>',
    ),
  );
  for (const [type, more] of Object.entries(FIELDS))
    project.write(
      `${folder}/fields/${type}__c.field-meta.xml`,
      xml(
        'CustomField',
        `<fullName>${type}__c</fullName>${more}<label>${type}</label><type>${type}</type>`,
      ),
    );
  project.write(
    `${folder}/listViews/All.listView-meta.xml`,
    xml(
      'ListView',
      '<fullName>All</fullName><filterScope>Everything</filterScope><label>All</label>',
    ),
  );
}

function writeOthers(project: Project): void {
  const files: Readonly<Record<string, string>> = {
    'objects/Ping__e/Ping__e.object-meta.xml': xml(
      'CustomObject',
      '<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Ping</label><pluralLabel>Pings</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior>',
    ),
    'objects/Ping__e/fields/Text__c.field-meta.xml': xml(
      'CustomField',
      '<fullName>Text__c</fullName><label>Text</label><length>80</length><type>Text</type>',
    ),
    'objects/Setting__mdt/Setting__mdt.object-meta.xml': xml(
      'CustomObject',
      '<label>Setting</label><pluralLabel>Settings</pluralLabel><visibility>Public</visibility>',
    ),
    'objects/Setting__mdt/fields/Value__c.field-meta.xml': xml(
      'CustomField',
      '<fullName>Value__c</fullName><fieldManageability>DeveloperControlled</fieldManageability><label>Value</label><length>80</length><type>Text</type>',
    ),
    'customMetadata/Setting.Main.md-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<CustomMetadata ${NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">\n    <label>Main</label><protected>false</protected><values><field>Value__c</field><value xsi:type="xsd:string">42</value></values>\n</CustomMetadata>\n`,
    'labels/CustomLabels.labels-meta.xml': xml(
      'CustomLabels',
      '<labels><fullName>Hello</fullName><language>en_US</language><protected>true</protected><shortDescription>Hello</shortDescription><value>Hello</value></labels>',
    ),
    'permissionsets/Kinds.permissionset-meta.xml': xml(
      'PermissionSet',
      '<hasActivationRequired>false</hasActivationRequired><label>Kinds</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Kind__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>',
    ),
    'tabs/Kind__c.tab-meta.xml': xml(
      'CustomTab',
      '<customObject>true</customObject><motif>Custom20: Airplane</motif>',
    ),
    'applications/Kinds.app-meta.xml': xml(
      'CustomApplication',
      '<label>Kinds</label><navType>Standard</navType><tabs>Kind__c</tabs><uiType>Lightning</uiType>',
    ),
    'layouts/Kind__c-Kind Layout.layout-meta.xml': xml(
      'Layout',
      '<layoutSections><customLabel>false</customLabel><label>Information</label><style>OneColumn</style></layoutSections>',
    ),
    'flexipages/Kinds.flexipage-meta.xml': xml(
      'FlexiPage',
      '<masterLabel>Kinds</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>',
    ),
    'lwc/hello/hello.html': '<template>Hello</template>\n',
    'lwc/hello/hello.js':
      "import { LightningElement } from 'lwc';\nexport default class Hello extends LightningElement {}\n",
    'lwc/hello/hello.js-meta.xml': xml(
      'LightningComponentBundle',
      '<apiVersion>65.0</apiVersion><isExposed>false</isExposed>',
    ),
    'triggers/KindTrigger.trigger':
      'trigger KindTrigger on Kind__c(before insert) {\n    Kinds.stamp(Trigger.new);\n}\n',
    'triggers/KindTrigger.trigger-meta.xml': xml(
      'ApexTrigger',
      '<apiVersion>65.0</apiVersion><status>Active</status>',
    ),
  };
  for (const [file, text] of Object.entries(files)) project.write(`${BASE}/${file}`, text);
}

/** The class that the trigger calls; four lines that can be covered. */
export const KINDS = `public class Kinds {
    public static void stamp(List<Kind__c> kinds) {
        for (Kind__c kind : kinds) {
            kind.TextArea__c = 'stamped';
        }
    }
    public static Integer unused(Integer n) {
        Integer a = n + 1;
        Integer b = a + 1;
        Integer c = b + 1;
        Integer d = c + 1;
        return d;
    }
}
`;

const TEST = `@IsTest
private class KindsTest {
    @IsTest
    static void stamps() {
        insert new Kind__c(Name = 'a');
        Assert.areEqual('stamped', [SELECT TextArea__c FROM Kind__c].TextArea__c);
    }
}
`;

const FULL_TEST = `@IsTest
private class KindsFullTest {
    @IsTest
    static void counts() {
        insert new Kind__c(Name = 'a');
        Assert.areEqual(5, Kinds.unused(1));
    }
}
`;

/** Writes it all. */
export function writeEverything(project: Project): void {
  writeObject(project);
  writeOthers(project);
  writeClass(project, 'Kinds', KINDS);
  writeClass(project, 'KindsTest', TEST);
  writeClass(project, 'KindsFullTest', FULL_TEST);
}
