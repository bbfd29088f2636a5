/** `/local-org/*`: what no real org offers. The clock, faults, and a way back to the beginning. */
import type { Fault } from '../org/contract';
import { OrgError } from '../org/contract';
import type { JsonObject } from './body';
import { isObject, jsonBody, stringOf } from './body';
import { jsonError } from './errors';
import type { Call, Reply, Route } from './types';

const KINDS: readonly Fault['kind'][] = ['kill', 'skipFinalizer', 'refuseEnqueue', 'loseAnswer'];

const AFTERMATHS = ['failed', 'processing', 'requeued'] as const;

/** Ten years of milliseconds: more is a slip of the finger, and would keep the org busy for long. */
const MOST = 10 * 365 * 86_400_000;

function wholeNumber(body: JsonObject, name: string, least: number): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > MOST)
    throw new OrgError(
      400,
      'INVALID_INPUT',
      `'${name}' must be a whole number from ${least} to ${MOST}.`,
    );
  return value;
}

function readFault(body: JsonObject): Fault {
  const kind = KINDS.find((known) => known === body['kind']);
  if (kind === undefined)
    throw new OrgError(400, 'INVALID_INPUT', `'kind' must be one of ${KINDS.join(', ')}.`);
  const given = isObject(body['match']) ? body['match'] : {};
  const context = stringOf(given, 'context');
  const className = stringOf(given, 'className');
  const times = wholeNumber(given, 'times', 1);
  const { probability } = given;
  if (
    probability !== undefined &&
    !(typeof probability === 'number' && probability >= 0 && probability <= 1)
  )
    throw new OrgError(400, 'INVALID_INPUT', "'probability' must be a number from 0 to 1.");
  const match = {
    ...(context === undefined ? {} : { context }),
    ...(className === undefined ? {} : { className }),
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability }),
  };
  if (kind !== 'kill') return { kind, match };
  const aftermath = AFTERMATHS.find((known) => known === body['aftermath']);
  if (body['aftermath'] !== undefined && aftermath === undefined)
    throw new OrgError(
      400,
      'INVALID_INPUT',
      `'aftermath' must be one of ${AFTERMATHS.join(', ')}.`,
    );
  const beforeOperation = wholeNumber(body, 'beforeOperation', 1) ?? 1;
  return { kind, match, beforeOperation, ...(aftermath === undefined ? {} : { aftermath }) };
}

function status({ context }: Call): Reply {
  const { org, info, counters } = context;
  return {
    status: 200,
    json: {
      orgId: org.orgId,
      clock: { mode: org.clock.mode, now: new Date(org.clock.now()).toISOString() },
      openTransactions: org.database.openTransactions().length,
      commitSequence: org.database.commitSequence,
      requests: counters.requests,
      statistics: org.statistics(),
      limits: org.limits(),
      readWriteMode: org.readWriteMode,
      snapshots: [...context.snapshots.keys()],
      ...info,
    },
  };
}

async function advance(call: Call): Promise<Reply> {
  const ms = wholeNumber(jsonBody(call), 'ms', 0);
  if (ms === undefined) throw jsonError("'ms' is required.");
  await call.context.org.advance(ms);
  return status(call);
}

/** Puts the org back; what hangs on its rows goes, and trackers hear of what is different. */
async function goBack({ context, session }: Call, back: () => Promise<void>): Promise<void> {
  const { org, cursors, channels, sourceMembers } = context;
  const before = org.files();
  await back();
  cursors.clear();
  channels.clear();
  sourceMembers.follow(before, org.files(), session.user, org.clock.now());
}

function setReadOnly(call: Call): Reply {
  const readOnly = jsonBody(call)['readOnly'];
  if (typeof readOnly !== 'boolean') throw jsonError("'readOnly' must be true or false.");
  call.context.org.setReadWriteMode(readOnly ? 'readOnly' : 'default');
  return status(call);
}

const NAME = /^[\w.-]{1,60}$/;

function snapshotName(call: Call): string {
  const name = stringOf(jsonBody(call), 'name') ?? '';
  if (!NAME.test(name))
    throw new OrgError(
      400,
      'INVALID_INPUT',
      'A snapshot needs a name of letters, digits, - and _.',
    );
  return name;
}

async function takeSnapshot(call: Call): Promise<Reply> {
  const { org, snapshots } = call.context;
  snapshots.set(snapshotName(call), await org.snapshot());
  return { status: 201, json: { snapshots: [...snapshots.keys()] } };
}

async function restoreSnapshot(call: Call): Promise<Reply> {
  const { org, snapshots } = call.context;
  const name = snapshotName(call);
  const snapshot = snapshots.get(name);
  if (snapshot === undefined) throw new OrgError(404, 'NOT_FOUND', `There is no snapshot ${name}.`);
  await goBack(call, () => org.restore(snapshot));
  return status(call);
}

/** A new org with a new Id in the place of this one. Every session ends with it. */
async function renew({ context }: Call): Promise<Reply> {
  if (context.renew === undefined)
    throw new OrgError(400, 'INVALID_INPUT', 'This server cannot make a new org.');
  return { status: 200, json: await context.renew() };
}

export const controlRoutes: readonly Route[] = [
  { method: 'GET', path: '/local-org/status', handle: status },
  { method: 'POST', path: '/local-org/advance', handle: advance },
  {
    method: 'POST',
    path: '/local-org/faults',
    handle: (call) => {
      const fault = readFault(jsonBody(call));
      call.context.org.addFault(fault);
      return { status: 201, json: fault };
    },
  },
  {
    method: 'DELETE',
    path: '/local-org/faults',
    handle: ({ context }) => {
      context.org.clearFaults();
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/local-org/reset',
    handle: async (call) => {
      await goBack(call, () => call.context.org.reset());
      return status(call);
    },
  },
  { method: 'POST', path: '/local-org/read-only', handle: setReadOnly },
  { method: 'POST', path: '/local-org/renew', handle: renew },
  { method: 'POST', path: '/local-org/snapshots', handle: takeSnapshot },
  { method: 'POST', path: '/local-org/snapshots/restore', handle: restoreSnapshot },
  {
    method: 'POST',
    path: '/local-org/idle',
    handle: async (call) => {
      await call.context.org.idle();
      return status(call);
    },
  },
];
