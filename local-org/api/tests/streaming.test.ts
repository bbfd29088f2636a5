import { StreamingExtension } from 'jsforce/api/streaming';
import type { Connection } from 'jsforce';
import type { Served } from './fixture';
import { call, serve } from './fixture';

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const EVENT = `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject ${NS}><label>Ping</label><pluralLabel>Pings</pluralLabel>
  <deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType>
  <publishBehavior>PublishAfterCommit</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>40</length></fields>
  <fields><fullName>Count__c</fullName><label>Count</label><type>Number</type><precision>5</precision><scale>1</scale></fields>
</CustomObject>`;
const MANIFEST = `<Package ${NS}><types><members>*</members><name>CustomObject</name></types><version>65.0</version></Package>`;

interface Event {
  readonly payload: Record<string, unknown>;
  readonly event: { readonly replayId: number };
}

let served: Served;
let connection: Connection;

beforeAll(async () => {
  served = await serve();
  const files = new Map([
    ['package.xml', Buffer.from(MANIFEST)],
    ['objects/Ping__e.object', Buffer.from(EVENT)],
  ]);
  const { success, components } = await served.org.deploy({ files });
  if (!success) throw new Error(JSON.stringify(components));
  connection = served.connect();
});
afterAll(() => served.close());

const publish = (text: string): Promise<unknown> =>
  connection.sobject('Ping__e').create({ Text__c: text, Count__c: 1.5 });

/** Subscribes with the real client; `take` waits for the next events. */
async function subscribe(
  channel: string,
  replayId: number,
): Promise<{ take(n: number): Promise<Event[]>; close(): void }> {
  const replay = new StreamingExtension.Replay(channel, replayId);
  // Its types leave out how to say goodbye.
  const client = connection.streaming.createClient([replay]) as ReturnType<
    Connection['streaming']['createClient']
  > & { disconnect(): void };
  const heard: Event[] = [];
  let wake = (): void => undefined;
  await client.subscribe(channel, (event: Event) => {
    heard.push(event);
    wake();
  });
  return {
    close: () => client.disconnect(),
    take: async (n) => {
      while (heard.length < n) await new Promise<void>((resolve) => (wake = resolve));
      return heard.splice(0, n);
    },
  };
}

describe('platform events', () => {
  it('reach subscribers with all their fields, in order', async () => {
    const ping = await subscribe('/event/Ping__e', -1);
    await publish('one');
    await publish('two');
    const [one, two] = await ping.take(2);
    expect(one?.payload).toMatchObject({
      Text__c: 'one',
      Count__c: 1.5,
      CreatedById: served.org.adminUser.id,
      CreatedDate: expect.stringMatching(/Z$/),
    });
    expect(two?.payload['Text__c']).toBe('two');
    expect(two?.event.replayId).toBe((one?.event.replayId ?? 0) + 1);
    ping.close();
  });

  it('are replayed from the beginning or from behind an event', async () => {
    const all = await subscribe('/event/Ping__e', -2);
    const [one] = await all.take(2);
    const later = await subscribe('/event/Ping__e', one?.event.replayId ?? 0);
    expect((await later.take(1)).map(({ payload }) => payload['Text__c'])).toEqual(['two']);
    all.close();
    later.close();
  });

  it('that were rolled back reach nobody', async () => {
    const ping = await subscribe('/event/Ping__e', -1);
    await connection.tooling.executeAnonymous(
      "EventBus.publish(new Ping__e(Text__c = 'no')); Integer x = 1 / 0;",
    );
    await publish('yes');
    expect((await ping.take(1)).map(({ payload }) => payload['Text__c'])).toEqual(['yes']);
    ping.close();
  });
});

describe('the protocol', () => {
  const send = async (messages: unknown): Promise<Record<string, unknown>[]> =>
    (await call(served, 'POST', '/cometd/65.0', messages)).body as Record<string, unknown>[];

  it('sends unknown clients back to the handshake', async () => {
    const [answer] = await send([{ channel: '/meta/connect', clientId: 'nobody', id: '1' }]);
    expect(answer).toMatchObject({
      successful: false,
      error: '403::Unknown client',
      advice: { reconnect: 'handshake' },
    });
  });

  it('refuses channels that do not exist, and publishing', async () => {
    const [hello] = await send([{ channel: '/meta/handshake' }]);
    const clientId = hello?.['clientId'];
    const [channel, publishing] = await send([
      { channel: '/meta/subscribe', clientId, subscription: '/event/Nothing__e' },
      { channel: '/event/Ping__e', clientId, data: {} },
    ]);
    expect(channel).toMatchObject({ successful: false, error: expect.stringMatching(/^404::/) });
    expect(publishing).toMatchObject({ successful: false, error: expect.stringMatching(/^403::/) });
  });

  it('wants a token, and JSON', async () => {
    const stranger = { authorization: 'Bearer no' };
    expect((await call(served, 'POST', '/cometd/65.0', [], stranger)).status).toBe(401);
    expect((await call(served, 'POST', '/cometd/65.0', '{')).status).toBe(400);
    expect((await call(served, 'GET', '/cometd/65.0')).status).toBe(404);
  });
});
