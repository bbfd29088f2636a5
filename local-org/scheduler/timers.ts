/** Things that become due at an instant of org time, earliest first; equal instants in order of setting. */
export interface Timer {
  readonly at: number;
  /** For people: `delayed job LaneRunner`. */
  readonly what: string;
  cancel(): void;
}

interface Entry extends Timer {
  readonly order: number;
  readonly fire: () => void;
  cancelled: boolean;
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap; cancelled entries stay until they surface. */
export class Timers {
  readonly #heap: Entry[] = [];
  #order = 0;
  #live = 0;

  get size(): number {
    return this.#live;
  }

  set(at: number, what: string, fire: () => void): Timer {
    const entry: Entry = {
      at,
      what,
      fire,
      order: this.#order++,
      cancelled: false,
      cancel: () => {
        if (entry.cancelled) return;
        entry.cancelled = true;
        this.#live--;
      },
    };
    this.#live++;
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
    return entry;
  }

  /** When the next one is due, or undefined. */
  next(): number | undefined {
    while (this.#heap[0]?.cancelled) this.#pop();
    return this.#heap[0]?.at;
  }

  /** Removes and returns the first entry that is due at `now`. */
  take(now: number): (() => void) | undefined {
    const at = this.next();
    if (at === undefined || at > now) return undefined;
    const entry = this.#pop()!;
    entry.cancelled = true;
    this.#live--;
    return entry.fire;
  }

  pending(): readonly Timer[] {
    return this.#heap.filter((e) => !e.cancelled).sort((a, b) => (before(a, b) ? -1 : 1));
  }

  clear(): void {
    this.#heap.length = 0;
    this.#live = 0;
  }

  #pop(): Entry | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && first !== last) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return first;
  }

  #up(start: number): void {
    let i = start;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(this.#heap[i]!, this.#heap[parent]!)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(start: number): void {
    let i = start;
    for (;;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < this.#heap.length && before(this.#heap[child]!, this.#heap[least]!))
          least = child;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
