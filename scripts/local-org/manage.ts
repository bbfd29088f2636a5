/** `local-org stop`, `status`, `reset`, `snapshot` and `restore`: talk to an org that `start` serves. */
import { setTimeout } from 'node:timers/promises';
import { CommandFailure } from './failure';
import type { InstanceFlags, Running } from './instance';
import { Instance, ask, isAlive, processLives } from './instance';
import { register } from './register';

/** Between two looks whether an org has ended. */
const PAUSE_MS = 20;

export async function running(flags: InstanceFlags): Promise<{ instance: Instance; org: Running }> {
  const instance = new Instance(flags);
  const org = instance.read();
  if (org === undefined || !(await isAlive(org)))
    throw new CommandFailure(`No org runs as ${flags.name}; start one: npm run local-org -- start`);
  return { instance, org };
}

export async function post(org: Running, where: string, body: object = {}): Promise<unknown> {
  const answer = await ask(org, 'POST', where, body);
  if (answer?.ok === true) return answer.json;
  const [problem] = Array.isArray(answer?.json) ? (answer.json as { message?: string }[]) : [];
  throw new CommandFailure(problem?.message ?? 'The org did not answer.');
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export async function stop(flags: InstanceFlags): Promise<void> {
  const { instance, org } = await running(flags);
  // It has just answered with its own token, so this number is still its own.
  process.kill(org.pid, 'SIGTERM');
  // It may still be writing down what it keeps.
  while ((await isAlive(org)) || processLives(org.pid)) await setTimeout(PAUSE_MS);
  instance.clear();
  say(`Stopped ${org.url}.`);
}

export async function status(flags: InstanceFlags & { readonly json?: boolean }): Promise<void> {
  const { org } = await running(flags);
  const facts = (await ask(org, 'GET', 'status'))?.json as Record<string, unknown>;
  if (flags.json === true) return say(JSON.stringify(facts, null, 2));
  const { orgId, requests, openTransactions, snapshots } = facts;
  const { mode, now } = facts['clock'] as Record<string, string>;
  say(`Org        ${String(orgId)} at ${org.url}, process ${org.pid}`);
  say(`sf         ${org.alias ?? 'not registered'}`);
  say(`Clock      ${mode}, ${now}`);
  say(`Requests   ${String(requests)}, open transactions ${String(openTransactions)}`);
  say(`Snapshots  ${(snapshots as string[]).join(', ') || 'none'}`);
}

/** A new org with a new Id: what `sf` keeps about the sources of the old one is then no longer believed. */
export async function reset(flags: InstanceFlags): Promise<void> {
  const { instance, org } = await running(flags);
  const { orgId, token } = (await post(org, 'renew')) as { orgId: string; token: string };
  const next = { ...org, orgId, token };
  instance.save(next);
  say(`The org is new: ${orgId}.`);
  if (org.alias === undefined) return;
  const registered = await register(instance, next, org.alias);
  if (registered !== undefined) say(registered.text);
}

export async function snapshot(name: string, flags: InstanceFlags): Promise<void> {
  const { org } = await running(flags);
  await post(org, 'snapshots', { name });
  say(`Kept as ${name}, until the org stops.`);
}

export async function restore(name: string, flags: InstanceFlags): Promise<void> {
  const { org } = await running(flags);
  await post(org, 'snapshots/restore', { name });
  say(`Back at ${name}.`);
}
