/** Deploys that nobody should send: too large, unfolding without end, reaching outside, half there. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { zipSync } from 'fflate';
import type { Served } from './fixture';
import { call, serve } from './fixture';

const MB = 1024 * 1024;
const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const MANIFEST = `<Package ${NS}><types><members>*</members><name>ApexClass</name></types><types><members>*</members><name>StaticResource</name></types><version>65.0</version></Package>`;
const META = `<ApexClass ${NS}><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>`;

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

type Files = Readonly<Record<string, string | Uint8Array>>;

function pack(files: Files, level: 0 | 6 = 6): Buffer {
  const entries = Object.entries({ 'package.xml': MANIFEST, ...files }).map(
    ([name, content]) => [name, Buffer.from(content)] as const,
  );
  return Buffer.from(zipSync(Object.fromEntries(entries), { level }));
}

function oneClass(name: string, body = ''): Files {
  return {
    [`classes/${name}.cls`]: `public class ${name} { ${body} }`,
    [`classes/${name}.cls-meta.xml`]: META,
  };
}

/** Bytes that no zip makes smaller, the same each time. */
function noise(bytes: number): Uint8Array {
  const words = new Uint32Array(bytes / 4);
  let word = 1;
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  return new Uint8Array(words.buffer);
}

interface Result {
  readonly status: number;
  readonly success: boolean;
  readonly text: string;
}

async function bySoap(zip: Buffer): Promise<Result> {
  const token = served.server.credentials.token;
  const operation = (inner: string): Promise<{ status: number; text: string }> =>
    call(
      served,
      'POST',
      '/services/Soap/m/65.0',
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body>${inner}</e:Body></e:Envelope>`,
    );
  const begun = await operation(
    `<deploy><ZipFile>${zip.toString('base64')}</ZipFile><DeployOptions/></deploy>`,
  );
  const id = /<id>(\w+)<\/id>/.exec(begun.text)?.[1];
  if (id === undefined) return { status: begun.status, success: false, text: begun.text };
  const { status, text } = await operation(
    `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`,
  );
  const summary = text.replace(/<details>.*<\/details>/s, '');
  return { status, success: summary.includes('<success>true</success>'), text };
}

async function byRest(zip: Buffer): Promise<Result> {
  const form = new FormData();
  const options = new Blob(['{"deployOptions":{}}'], { type: 'application/json' });
  form.append('entity_content', options, 'deploy.json');
  const file = new Blob([new Uint8Array(zip)], { type: 'application/zip' });
  form.append('file', file, 'package.zip');
  const response = await fetch(
    `${served.server.url}/services/data/v65.0/metadata/deployRequest?includeDetails=true`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${served.server.credentials.token}` },
      body: form,
    },
  );
  const text = await response.text();
  const { deployResult } = JSON.parse(text) as { deployResult?: { success: boolean } };
  return { status: response.status, success: deployResult?.success ?? false, text };
}

const names = (): string[] => [...served.org.files().keys()];

describe.each([
  ['SOAP', bySoap],
  ['REST', byRest],
])('over %s', (door, deploy) => {
  test('thirteen megabytes are no reason to refuse', async () => {
    const large = {
      'staticresources/Large.resource': noise(13 * MB),
      'staticresources/Large.resource-meta.xml': `<StaticResource ${NS}><contentType>application/octet-stream</contentType></StaticResource>`,
    };
    const { success, text } = await deploy(pack({ ...large, ...oneClass('Large') }, 0));
    expect(success ? '' : text).toBe('');
    expect(served.org.files().get('staticresources/Large.resource')?.length).toBe(13 * MB);
  });

  test('above the limit, the platform names the limit', async () => {
    const answer = await deploy(Buffer.alloc((door === 'SOAP' ? 40 : 51) * MB, 1));
    expect(answer.text).toContain(
      'Maximum size of request reached. Maximum size of request is 52428800 bytes.',
    );
    expect(answer.text).toContain('LIMIT_EXCEEDED');
    expect(answer.status).toBe(door === 'SOAP' ? 500 : 413);
  });

  test('a bomb is refused before it unfolds', async () => {
    const bomb = pack({ 'classes/Bomb.cls': new Uint8Array(64 * MB) });
    expect(bomb.length).toBeLessThan(MB);
    const before = process.memoryUsage().arrayBuffers;
    const answer = await deploy(bomb);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * MB);
    expect(answer).toMatchObject({ success: false, text: expect.stringContaining('unpacks to') });
  });

  test.each(['../../evil.cls', '/etc/evil.cls', 'C:/evil.cls', 'classes\\evil.cls'])(
    'the path %s leaves the package, and nothing is deployed',
    async (path) => {
      const before = names();
      const answer = await deploy(pack({ [path]: 'x', ...oneClass('Good') }));
      expect(answer).toMatchObject({
        success: false,
        text: expect.stringContaining('outside of the package'),
      });
      expect(names()).toEqual(before);
    },
  );

  test('ten thousand files are too many, and no deploy begins', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [`classes/C${n}.cls`, '']),
    );
    const answer = await deploy(pack(files, 0));
    expect(answer.status).toBe(door === 'SOAP' ? 500 : 400);
    expect(answer.text).toContain('INVALID_OPERATION');
    expect(answer.text).toContain('Too many files in zip');
  });

  test('the same entry twice is refused: nobody could say which one was meant', async () => {
    const twice = pack({ ...oneClass('First'), ...oneClass('Other') }).toString('latin1');
    const zip = Buffer.from(twice.replaceAll('classes/Other.cls', 'classes/First.cls'), 'latin1');
    const answer = await deploy(zip);
    expect(answer).toMatchObject({ success: false, text: expect.stringContaining('twice') });
    expect(names()).not.toContain('classes/First.cls');
  });

  test('what is no zip is refused, and the server goes on', async () => {
    const whole = pack(oneClass('Whole'));
    for (const zip of [Buffer.from('hello'), whole.subarray(0, whole.length - 30)])
      expect(await deploy(zip)).toMatchObject({ success: false });
    expect(await deploy(whole)).toMatchObject({ success: true });
  });

  test('of two at once both are done, one after the other', async () => {
    const both = await Promise.all([
      deploy(pack(oneClass('Left', 'public static Integer n() { return 1; }'))),
      deploy(pack(oneClass('Right', 'public static Integer n() { return 2; }'))),
    ]);
    expect(both.map(({ success }) => success)).toEqual([true, true]);
    expect(names()).toEqual(expect.arrayContaining(['classes/Left.cls', 'classes/Right.cls']));
  });

  test('what cannot be asked for is no failure of the server', async () => {
    const path = '/services/data/v65.0/metadata/deployRequest';
    const { text } = await deploy(pack(oneClass('Done')));
    const done = /0Af\w{15}/.exec(text)?.[0] ?? '';
    const validated = { validatedDeployRequestId: done };
    for (const answer of [
      await call(served, 'GET', `${path}/0Af000000000000AAA`),
      await call(served, 'POST', path, validated),
      await call(served, 'POST', path, 'x', { 'content-type': 'multipart/form-data' }),
      await call(served, 'PATCH', `${path}/${done}`, { deployResult: { status: 'Canceling' } }),
    ]) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body).toMatchObject([{ errorCode: expect.stringMatching(/^[A-Z_]+$/) }]);
    }
  });
});

test('a deploy whose sender stops half-way changes nothing', async () => {
  const { hostname, port } = new URL(served.server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const zip = pack(oneClass('Half')).toString('base64');
  const token = served.server.credentials.token;
  const body = `<e:Envelope xmlns:e="x"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body><deploy><ZipFile>${zip}</ZipFile></deploy></e:Body></e:Envelope>`;
  socket.write(
    `POST /services/Soap/m/65.0 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, -10)}`,
  );
  socket.end();
  await once(socket.resume(), 'close');
  expect(names()).not.toContain('classes/Half.cls');
  expect(await bySoap(pack(oneClass('Whole')))).toMatchObject({ success: true });
});
