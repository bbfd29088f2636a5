/** Child process of the HTTP benchmark: connections that ask again as soon as they are answered. */
import { Pool } from 'undici';
import type { HttpRequest } from './requests';

export interface Load {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  /** Sent in turn. */
  readonly requests: readonly HttpRequest[];
  /** How many in all. */
  readonly count: number;
}

export interface Measured {
  readonly seconds: number;
  /** Milliseconds from a request to the end of its answer, in ascending order of size. */
  readonly p50: number;
  readonly p99: number;
}

async function send(pool: Pool, token: string, request: HttpRequest): Promise<void> {
  const { method, path, body } = request;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await pool.request({ method, path, headers, body: body ?? null });
  const text = await answer.body.text();
  if (answer.statusCode !== request.status || !text.includes(request.holds))
    throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 500)}`);
}

async function generate({ url, token, connections, requests, count }: Load): Promise<Measured> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const times = new Float64Array(count);
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const began = performance.now();
      await send(pool, token, requests[i % requests.length]!);
      times[i] = performance.now() - began;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  times.sort();
  const at = (share: number): number => times[Math.floor(count * share)]!;
  return { seconds, p50: at(0.5), p99: at(0.99) };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (load: Load) => {
  generate(load).then(
    (measured) => process.send?.(measured),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
