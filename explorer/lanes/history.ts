/**
 * What a run of the explorer did to the lanes, as a history that the checkers judge. Time is the
 * index of the move; what was committed after a move happened at it. There is one clock, and all that
 * anybody was told is known, so nothing here needs luck to be seen.
 */
import type * as checked from '../../checkers/history';
import type { Move } from '../model';
import type { Outcome, Scenario } from '../scenario';
import type { Sighting } from '../world';
import { heldWithin } from './scoped';
import { isOld, type Effect, type Item, type Lane, type View } from './view';

/** @param sightings what was visible at the beginning, and after each move that changed something */
export function historyOf(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  moves: readonly Move[],
  sightings: readonly Sighting<View>[],
): checked.History {
  const last = sightings.at(-1)!.view;
  const there = new Set(last.items.map(({ key }) => key));
  return {
    calls: [...stored(outcomes, sightings), ...missing(outcomes, last)],
    mutexCalls: sightings.flatMap((sighting, i) => holds(sighting, sightings[i - 1]?.view ?? null)),
    items: last.items.map(({ key, lane, ticket, status }) => {
      const ends = scenario.ends?.[key];
      return { key, lane, ticket, status, lastError: null, ...(ends ? { ends } : {}) };
    }),
    effects: sightings
      .flatMap((sighting, i) => worked(sighting, sightings[i - 1]?.view ?? null, moves))
      .filter(({ key }) => there.has(key) || !isOld(key)),
    lanes: last.lanes.map((row) => ({
      ...row,
      jobStatus: last.jobs.get(row.job ?? '') ?? null,
      blocked: row.stopped,
    })),
    releases: sightings.flatMap(({ view }, i) => takeOvers(view, sightings[i - 1]?.view ?? null)),
    forgotten: sightings.flatMap(({ view }) => forgotten(view)),
    jumps: [],
    // A schedule may favour whom it likes, for as long as it likes.
    patience: null,
  };
}

/** The items that each commit brought, as one call that took effect just then. */
function stored(
  outcomes: readonly Outcome[],
  sightings: readonly Sighting<View>[],
): checked.EnqueueCall[] {
  return sightings.slice(1).flatMap(({ after, view }, i) => {
    const known = new Set(sightings[i]!.view.items);
    const old = new Set([...known].map(({ key, ticket }) => `${ticket} ${key}`));
    const fresh = view.items.filter(
      (item) => !known.has(item) && !old.has(`${item.ticket} ${item.key}`),
    );
    // An intake may bring items of several callers at once.
    const callOf = ({ key, lane }: Item): string => `${ownerOf(key, outcomes)} ${lane}`;
    return [...new Set(fresh.map(callOf))].map((call) => {
      const mine = fresh.filter((item) => call === callOf(item));
      const { lane } = mine[0]!;
      const keys = mine.map(({ key }) => key);
      const owners = outcomes.filter(({ actor }) => keys.some((key) => actor.keys.includes(key)));
      const given = owners[0]?.actor.keys ?? [];
      return {
        who: owners[0]?.actor.name ?? 'somebody',
        lane,
        keys: keys.sort((a, b) => given.indexOf(a) - given.indexOf(b)),
        invoked: after,
        answered: after,
        outcome: told(owners),
      };
    });
  });
}

/** The first who handed this over; items that the package makes itself have nothing to do with each other. */
function ownerOf(key: string, outcomes: readonly Outcome[]): string {
  const owner = outcomes.findIndex(({ actor }) => actor.keys.includes(key));
  return owner < 0 ? key : String(owner);
}

/** What the best answered of those heard who handed over the same items. */
function told(owners: readonly Outcome[]): checked.CallOutcome {
  if (owners.length === 0 || owners.some(({ error }) => error === null)) return 'ok';
  return owners.some(({ struck }) => struck !== undefined) ? 'unknown' : 'failed';
}

/** Items that somebody was told are enqueued, and that are not there. */
function missing(outcomes: readonly Outcome[], last: View): checked.EnqueueCall[] {
  const there = new Set(last.items.map(({ key }) => key));
  return outcomes
    .filter(({ error }) => error === null)
    .map(({ actor }) => ({
      who: actor.name,
      lane: '',
      keys: actor.keys.filter((key) => !there.has(key)),
      invoked: 0,
      answered: Infinity,
      outcome: 'ok' as const,
    }))
    .filter(({ keys }) => keys.length > 0);
}

/**
 * Who got and gave back each row, and who committed under his token meanwhile: a write under a token
 * is right if its lease could have been extended just then.
 */
export function holds({ after, view }: Sighting<View>, before: View | null): checked.MutexCall[] {
  const call = (
    action: checked.MutexCall['action'],
    { lane, token, holder }: { lane: string; token: number; holder: string | null },
  ): checked.MutexCall => ({
    who: `the ${holder ?? 'holder'} with token ${token}`,
    lane,
    action,
    granted: true,
    token,
    until: null,
    invoked: after,
    answered: after,
    outcome: 'ok',
  });
  const rows = (each: View | null): Lane[] =>
    (each?.lanes ?? []).filter(({ holder }) => holder !== null);
  const same = (a: Lane, b: Lane): boolean =>
    a.lane === b.lane && a.holder === b.holder && a.token === b.token;
  const [had, have] = [rows(before), rows(view)];
  const writes = before ? freshEffects(view, before) : [];
  const scoped = writes.filter(
    ({ by, lane, token }) => by === 'user' && heldWithin(lane, token, view, before),
  );
  return [
    ...had.filter((old) => !have.some((row) => same(row, old))).map((row) => call('unlock', row)),
    ...have.filter((row) => !had.some((old) => same(row, old))).map((row) => call('lock', row)),
    ...scoped.map(({ lane, token, by }) => call('lock', { lane, token, holder: by })),
    ...writes.map(({ lane, token, by }) => call('extend', { lane, token, holder: by })),
    ...scoped.map(({ lane, token, by }) => call('unlock', { lane, token, holder: by })),
  ];
}

/** What came with this commit. */
export function freshEffects(view: View, before: View): Effect[] {
  const old = new Set(before.effects.map(({ id }) => id));
  return view.effects.filter(({ id }) => !old.has(id));
}

/** The effects that runs committed with this move. Those of the setup lie before all moves. */
function worked(
  { after, view }: Sighting<View>,
  before: View | null,
  moves: readonly Move[],
): checked.Effect[] {
  const effects = before ? freshEffects(view, before) : view.effects;
  const task = moves[after]?.id ?? 'setup';
  const began = beginning(moves, after);
  return effects
    .filter(({ by }) => by === 'runner')
    .map(({ key, lane, ticket, token }, i) => {
      const row = view.lanes.find((each) => each.lane === lane && each.token === token);
      const times = before
        ? { started: began ?? after, finished: after }
        : { started: -view.effects.length + i, finished: -view.effects.length + i };
      return { key, lane, ticket, token, job: row?.job ?? `task ${task}`, ...times };
    });
}

/** Index of the move with which the task that performed this one has last begun; undefined: none. */
export function beginning(moves: readonly Move[], after: number): number | undefined {
  const task = moves[after]?.id ?? 'setup';
  return moves.findLast(({ index, id, kind }) => index <= after && id === task && kind === 'start')
    ?.index;
}

/** Whenever a token has risen, nobody may commit what is still pending with an older one. */
export function takeOvers(view: View, before: View | null): checked.TakeOver[] {
  const risen = view.lanes.filter(({ lane, token }) => {
    const old = before?.lanes.find((each) => each.lane === lane);
    return old !== undefined && old.token < token;
  });
  return risen.map(({ lane, token }) => ({
    lane,
    token,
    pendingAfter: pending(view, lane).map(({ key }) => key),
  }));
}

export function forgotten(view: View): checked.ForgottenLane[] {
  return view.lanes
    .filter(({ holder, flag, stopped }) => holder === null && !flag && !stopped)
    .flatMap(({ lane }) => pending(view, lane).map(({ ticket, key }) => ({ lane, ticket, key })));
}

const pending = (view: View, lane: string): Item[] =>
  view.items.filter((item) => item.lane === lane && item.status === 'Pending');
