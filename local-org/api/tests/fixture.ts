/** A small package and a served org for the tests of the API. */
import { Connection } from 'jsforce';
import { zip } from '../../metadata';
import type { LocalOrg, LocalOrgOptions, PackageFiles } from '../../org/contract';
import { createLocalOrg } from '../../org';
import type { Server } from '..';
import { createServer } from '..';

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

export function withManifest(files: Map<string, Buffer>): Map<string, Buffer> {
  const types = ['ApexClass', 'ApexTrigger', 'CustomObject', 'PermissionSet']
    .map((name) => `<types><members>*</members><name>${name}</name></types>`)
    .join('');
  const manifest = `<Package ${NS}>${types}<version>65.0</version></Package>`;
  return new Map([['package.xml', Buffer.from(manifest)], ...files]);
}

export const PACKAGE: PackageFiles = withManifest(
  new Map([
    ['objects/Thing__c.object', Buffer.from(THING)],
    ...classes({ Echo: ECHO, Doubler: DOUBLER, ThingTest: THING_TEST }),
  ]),
);

export const zipped = (files: PackageFiles): Buffer => zip(files);

export interface Served {
  readonly org: LocalOrg;
  readonly server: Server;
  /** A jsforce connection with the administrator's token. */
  connect(): Connection;
  close(): Promise<void>;
}

/** An org with the package, marked, and served on a free port. */
export async function serve(options: LocalOrgOptions = {}): Promise<Served> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', ...options });
  const outcome = await org.deploy({ files: PACKAGE });
  const problems = outcome.components.filter(({ success }) => !success);
  if (!outcome.success) throw new Error(`The package does not deploy: ${JSON.stringify(problems)}`);
  org.mark();
  const server = await createServer(org);
  return {
    org,
    server,
    connect: () =>
      new Connection({
        instanceUrl: server.url,
        loginUrl: server.url,
        accessToken: server.credentials.token,
        version: '65.0',
      }),
    close: async () => {
      await server.close();
      await org.close();
    },
  };
}

/** A plain request with the administrator's token. */
export async function call(
  { server }: Served,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: unknown; text: string; headers: Headers }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.credentials.token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  return { status: response.status, body: parsed, text, headers: response.headers };
}
