/** A host without an org: keeps what programs print, and refuses everything else. */
import type { ObjectSchema, Schema } from '../../../database/schema';
import type { Host } from '../../../runtime/host';

/** Monday, 5 January 2026, 09:30:15 GMT. */
export const NOW = Date.UTC(2026, 0, 5, 9, 30, 15);

export interface ConsoleHost {
  readonly host: Host;
  readonly output: string[];
}

const NOTHING_STORED: Schema = {
  object: () => undefined,
  objectByPrefix: () => undefined,
  objects: () => [],
  children: () => [],
};

/** A schema of the objects given. */
export function schemaOf(objects: readonly ObjectSchema[]): Schema {
  const byName = new Map(objects.map((o) => [o.name.toLowerCase(), o]));
  const byPrefix = new Map(objects.map((o) => [o.keyPrefix, o]));
  return {
    object: (name) => byName.get(name.toLowerCase()),
    objectByPrefix: (prefix) => byPrefix.get(prefix),
    objects: () => objects,
    children: () => [],
  };
}

export function consoleHost(
  schema: Schema = NOTHING_STORED,
  more: Partial<Host> = {},
): ConsoleHost {
  const output: string[] = [];
  const known: Partial<Host> = {
    context: 'anonymous',
    user: {
      id: '005000000000001AAA',
      username: 'admin@example.org',
      name: 'Admin',
      email: 'admin@example.org',
      profileId: '00e000000000001AAA',
      locale: 'en_US',
      timeZone: 'GMT',
    },
    orgId: '00D000000000001EAA',
    requestId: 'request',
    schema,
    now: () => NOW,
    random: () => 0.5,
    debug: (_level, _line, text) => void output.push(text),
    trigger: () => null,
    test: () => null,
    limit: () => ({ used: 0, max: 100 }),
    ...more,
  };
  const host = new Proxy(known, {
    get(target, name) {
      if (name in target) return target[name as keyof Host];
      throw new Error(`The test host has no ${String(name)}.`);
    },
  });
  return { host: host as Host, output };
}
