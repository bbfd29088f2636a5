/** A problem that the user can do something about: shown as it is, without a stack trace. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
