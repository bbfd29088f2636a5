/** Jobs of the Bulk API, the last few of this run. */
import { madeUpId, to18 } from '../data/ids';
import { notFound } from '../errors';
import type { User } from '../types';

/** What jobs of both versions of the API have. */
export interface Job {
  readonly id: string;
  readonly user: User;
  readonly createdMs: number;
}

const KEPT = 200;

export class Jobs<T extends Job> {
  readonly #jobs = new Map<string, T>();
  #count = 0;

  /** @param first number of the first Id: both versions share a prefix */
  constructor(private readonly first: number) {}

  nextId(prefix = '750'): string {
    this.#count += 1;
    return madeUpId(prefix, this.first + this.#count);
  }

  add(job: T): T {
    this.#jobs.set(job.id, job);
    const oldest = this.#jobs.keys().next().value;
    if (this.#jobs.size > KEPT && oldest !== undefined) this.#jobs.delete(oldest);
    return job;
  }

  /** @throws OrgError 404; jobs of others do not exist for a user */
  get(id: string, user: User): T {
    const job = this.#jobs.get(to18(id));
    if (job === undefined || job.user.id !== user.id) throw notFound();
    return job;
  }

  delete(id: string): void {
    this.#jobs.delete(to18(id));
  }

  of(user: User): readonly T[] {
    return [...this.#jobs.values()].filter((job) => job.user.id === user.id);
  }
}
