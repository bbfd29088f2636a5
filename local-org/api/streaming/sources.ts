/** What streams: platform events, debug logs, test results. */
import type { ObjectSchema } from '../../database/schema';
import type { EmbeddedOrg } from '../../org';
import { formatValue } from '../data/output';
import type { Logs } from '../logs/logs';
import type { TestRuns } from '../tooling/test-runs';
import type { Channels } from './channels';

const LOGGING = '/systemTopic/Logging';
const TEST_RESULT = '/systemTopic/TestResult';

/** True for channels that exist in this org: `/event/X__e` and the topics of the tools. */
export function channelExists(org: EmbeddedOrg): (channel: string) => boolean {
  return (channel) => {
    if (channel === LOGGING || channel === TEST_RESULT) return true;
    const name = /^\/event\/(\w+)$/.exec(channel)?.[1];
    return name !== undefined && org.describe(name)?.kind === 'event';
  };
}

/** Published fields, as streaming clients see them. */
function payload(
  schema: ObjectSchema | undefined,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of schema?.fields.values() ?? []) {
    if (['ReplayId', 'EventUuid'].includes(field.name)) continue;
    const value = (values[field.name] ?? null) as Parameters<typeof formatValue>[0];
    const shown = formatValue(value, field.type);
    result[field.name] =
      field.type === 'datetime' && typeof shown === 'string' ? shown.replace('+0000', 'Z') : shown;
  }
  return result;
}

/** Feeds the channels for as long as the org lives. @returns how to stop */
export function feedChannels(
  channels: Channels,
  org: EmbeddedOrg,
  logs: Logs,
  testRuns: TestRuns,
): () => void {
  const stamp = (): string => new Date(org.clock.now()).toISOString();
  const topic = (channel: string, Id: string): void =>
    channels.publish(channel, {
      event: { createdDate: stamp(), type: 'created' },
      sobject: { Id },
    });
  logs.listen(({ id }) => topic(LOGGING, id));
  testRuns.onEnd((id) => topic(TEST_RESULT, id));
  return org.onEvent(({ object, replayId, values, publisher }) => {
    const channel = `/event/${object}`;
    const sent = { CreatedDate: org.clock.now(), CreatedById: publisher.id, ...values };
    channels.publish(
      channel,
      {
        schema: object,
        payload: payload(org.describe(object), sent),
        event: { replayId },
      },
      replayId,
    );
  });
}
