/** A small package for the tests of the API. */
import type { PackageFiles } from '../../org/contract';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function field(name: string, type: string, more = ''): string {
  return `<fields><fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type>${more}</fields>`;
}

const THING = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject ${NS}>
  <label>Thing</label><pluralLabel>Things</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>
  ${field('Key__c', 'Text', '<length>80</length><externalId>true</externalId><unique>true</unique>')}
  ${field('Amount__c', 'Number', '<precision>16</precision><scale>2</scale>')}
  ${field('Active__c', 'Checkbox', '<defaultValue>false</defaultValue>')}
  ${field('Day__c', 'Date')}
  ${field('At__c', 'DateTime')}
  ${field('Needed__c', 'Text', '<length>20</length><required>true</required>')}
  ${field('Parent__c', 'Lookup', '<referenceTo>Thing__c</referenceTo><relationshipName>Children</relationshipName>')}
</CustomObject>`;

const ECHO = `@RestResource(urlMapping='/echo/*')
global class Echo {
    @HttpGet
    global static String read() {
        return RestContext.request.requestURI + '?' + RestContext.request.params.get('q');
    }
    @HttpPost
    global static Map<String, Object> write(String name, Integer n) {
        RestContext.response.statusCode = 201;
        return new Map<String, Object>{ 'hello' => name, 'next' => n + 1 };
    }
}`;

const THING_TEST = `@IsTest
private class ThingTest {
    @IsTest
    static void passes() {
        insert new Thing__c(Name = 'a', Needed__c = 'x');
        System.assertEquals(1, Doubler.twice(1) - 1);
    }
    @IsTest
    static void fails() {
        System.assertEquals(1, 2, 'as it should');
    }
}`;

const DOUBLER = `public class Doubler {
    public static Integer twice(Integer n) {
        if (n > 1000) {
            return 0;
        }
        return n * 2;
    }
}`;

function meta(type: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${type} ${NS}><apiVersion>65.0</apiVersion><status>Active</status></${type}>`;
}

/** Files of a package of classes, with its `package.xml`. */
export function classes(sources: Readonly<Record<string, string>>): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [name, text] of Object.entries(sources)) {
    files.set(`classes/${name}.cls`, Buffer.from(text));
    files.set(`classes/${name}.cls-meta.xml`, Buffer.from(meta('ApexClass')));
  }
  return withManifest(files);
}

function withManifest(files: Map<string, Buffer>): Map<string, Buffer> {
  const types = ['ApexClass', 'ApexTrigger', 'CustomObject', 'PermissionSet']
    .map((name) => `<types><members>*</members><name>${name}</name></types>`)
    .join('');
  const manifest = `<Package ${NS}>${types}<version>65.0</version></Package>`;
  return new Map([['package.xml', Buffer.from(manifest)], ...files]);
}

/** Lets its users see things, but not their amounts. */
const READER = `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet ${NS}><label>Reader</label>
  <objectPermissions><allowRead>true</allowRead><object>Thing__c</object></objectPermissions>
  <fieldPermissions><editable>false</editable><field>Thing__c.Key__c</field><readable>true</readable></fieldPermissions>
</PermissionSet>`;

export const PACKAGE: PackageFiles = withManifest(
  new Map([
    ['objects/Thing__c.object', Buffer.from(THING)],
    ['permissionsets/Reader.permissionset', Buffer.from(READER)],
    ...classes({ Echo: ECHO, Doubler: DOUBLER, ThingTest: THING_TEST }),
  ]),
);
