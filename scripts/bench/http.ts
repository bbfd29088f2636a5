/**
 * The local org over HTTP: one process for the org, another for its clients, each connection asking
 * again as soon as it is answered. Wall time is this machine's and suffers from what else it does;
 * the processor time of the org's own process does not.
 */
import { table } from './table';
import { BenchProcess } from './http/bench-process';
import type { Load, Measured } from './http/generator';
import type { Cost, Serving } from './http/org-process';
import { ANONYMOUS, change, COLLECTION, CREATE, QUERY, type HttpRequest } from './http/requests';

const CONNECTIONS = [1, 50, 200] as const;
const KINDS: readonly (readonly [name: string, request: HttpRequest, count: number])[] = [
  ['query of one row among 200', QUERY, 5_000],
  ['executeAnonymous with that query', ANONYMOUS, 5_000],
  ['create one row', CREATE, 5_000],
  ['create 200 rows in one collection', COLLECTION, 200],
];

/** Requests after which everything is full that keeps the last few: logs, their events, caches. */
const FILLING = 25_000;

const MIB = 2 ** 20;

class Rig {
  private constructor(
    readonly org: BenchProcess,
    readonly clients: BenchProcess,
    readonly serving: Serving,
  ) {}

  static async make(): Promise<Rig> {
    const org = new BenchProcess('org-process.ts', ['--expose-gc', '--max-old-space-size=8192']);
    const clients = new BenchProcess('generator.ts');
    return new Rig(org, clients, await org.next<Serving>());
  }

  load(connections: number, count: number, ...requests: HttpRequest[]): Promise<Measured> {
    const { url, token } = this.serving;
    return this.clients.ask<Measured>({ url, token, connections, requests, count } satisfies Load);
  }

  cost(collect: boolean): Promise<Cost> {
    return this.org.ask<Cost>(collect);
  }

  end(): void {
    this.org.end();
    this.clients.end();
  }
}

/** Requests per second, latencies, and what a request costs the org's process. */
export async function httpSpeed(): Promise<void> {
  const rig = await Rig.make();
  await rig.load(1, 1, COLLECTION);
  const rows: (string | number)[][] = [];
  for (const [name, request, count] of KINDS) {
    await rig.load(10, Math.ceil(count / 5), request);
    for (const connections of CONNECTIONS) {
      const before = await rig.cost(false);
      const { seconds, p50, p99 } = await rig.load(connections, count, request);
      const cpuMs = (await rig.cost(false)).cpuMs - before.cpuMs;
      rows.push([`${name}, ${connections} connections`, count / seconds, p50, p99, cpuMs / count]);
    }
  }
  const headings = ['', 'requests/s', 'p50 ms', 'p99 ms', "org's CPU ms/request"];
  table('Local org over HTTP, all answers good', headings, rows);
  rig.end();
}

/**
 * What the org's heap holds after a full collection: while requests come that leave no rows behind,
 * and while rows are added.
 *
 * @param requests how many, measured after each tenth
 * @param rowCount how many, likewise
 */
export async function httpMemory(requests: number, rowCount: number): Promise<void> {
  const rig = await Rig.make();
  await rig.load(1, 1, COLLECTION);
  // As many rows as connections and more: two changes at a time are never of the same row.
  const mix = (await ids(rig.serving)).flatMap((id) => [QUERY, ANONYMOUS, change(id)]);
  await rig.load(50, FILLING, ANONYMOUS);
  await rig.load(50, FILLING, ...mix);
  const steady: (string | number)[][] = [];
  const parts = 10;
  for (let part = 0; part <= parts; part++) {
    if (part > 0) await rig.load(50, requests / parts, ...mix);
    steady.push(shown(`${(requests / parts) * part} requests`, (await rig.cost(true)).heap! / MIB));
  }
  table('Heap after a collection: queries, anonymous Apex, changes', ['', 'MiB'], steady);
  const grown: (string | number)[][] = [];
  let before = (await rig.cost(true)).heap!;
  for (let part = 1; part <= parts; part++) {
    await rig.load(4, rowCount / parts / 200, COLLECTION);
    const { heap } = await rig.cost(true);
    const bytes = (heap! - before) / (rowCount / parts);
    grown.push(shown(`${(rowCount / parts) * part} rows`, heap! / MIB, bytes));
    before = heap!;
  }
  table('Heap after a collection: rows of Account', ['', 'MiB', 'bytes a row'], grown);
  rig.end();
}

/** A long measurement tells how far it is. */
function shown(what: string, ...numbers: number[]): (string | number)[] {
  process.stderr.write(`${what}: ${numbers.map((number) => number.toFixed(1)).join(', ')}\n`);
  return [what, ...numbers];
}

async function ids({ url, token }: Serving): Promise<string[]> {
  const path = '/services/data/v65.0/query?q=SELECT+Id+FROM+Account';
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  const { records } = (await answer.json()) as { records: { Id: string }[] };
  return records.map(({ Id }) => Id);
}
