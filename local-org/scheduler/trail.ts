/**
 * What a task was told so far. Its code together with that decides how it goes on, so two tasks of one
 * name with equal trails stand at the same place and hold the same values.
 */
export class Trail {
  #told = '';
  /** Inside a transaction that is remembered: the place in the memory, which says it all. */
  #place: string | null = null;
  #known: boolean;

  /** @param known false: its code may be told things that nobody notes */
  constructor(known: boolean) {
    this.#known = known;
  }

  /** Something that its code may remember. Each text counts on its own, whatever it contains. */
  tell(text: string): void {
    if (this.#known) this.#told += `${text.length}:${text}`;
  }

  /** It goes on; inside of a remembered transaction the place says that. */
  goesOn(how: string): void {
    if (this.#place === null) this.tell(how);
  }

  /**
   * From now until `leave` it stands at places of the memory.
   * @param place null: it is not known
   */
  standAt(place: string | null): void {
    if (place === null) this.lose();
    else this.#place = place;
  }

  /**
   * The transaction is over.
   * @param end all that is left of it for the code around; null: it is not known
   */
  leave(end: string | null): void {
    this.#place = null;
    if (end === null) this.lose();
    else this.tell(end);
  }

  /** From here on nobody can say what it was told. */
  lose(): void {
    this.#known = false;
  }

  /** Null when it is not known. */
  get text(): string | null {
    if (!this.#known) return null;
    return this.#place === null ? this.#told : `${this.#told}@${this.#place}`;
  }
}
