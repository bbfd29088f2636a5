/** One part of a flow's file: says what it lacks, and what it has that the local org does not know. */
import type { XmlElement } from '../../metadata';
import type { FlowProblem } from '../model';

/** Children that every part may have and that change nothing when a flow runs. */
const HARMLESS: ReadonlySet<string> = new Set([
  'description',
  'elementSubtype',
  'label',
  'locationX',
  'locationY',
  'name',
  'processMetadataValues',
]);

/** What the reader finds besides the model. */
export interface Findings {
  /** The file is wrong. */
  readonly problems: FlowProblem[];
  /** The platform knows it and the local org does not. */
  readonly unsupported: FlowProblem[];
}

export class Part {
  constructor(
    readonly xml: XmlElement,
    readonly found: Findings,
    /** As messages name it: `recordLookups Get_Thing`. */
    readonly title: string,
  ) {}

  /** Everything else that stands there is not supported. */
  allow(...names: readonly string[]): this {
    for (const child of this.xml.children)
      if (!HARMLESS.has(child.name) && !names.includes(child.name))
        this.unsupported(child.name, child);
    return this;
  }

  unsupported(what: string, at: XmlElement = this.xml): void {
    this.found.unsupported.push({ message: `${this.title}: ${what}`, at });
  }

  problem(message: string, at: XmlElement = this.xml): void {
    this.found.problems.push({ message: `${this.title}: ${message}`, at });
  }

  /** Text of a child that must be there; empty when it is not. */
  need(name: string): string {
    const text = this.xml.text(name);
    if (text === undefined) this.problem(`Required field is missing: ${name}`);
    return text ?? '';
  }

  text(name: string): string | null {
    return this.xml.text(name) ?? null;
  }

  flag(name: string): boolean {
    return this.xml.flag(name);
  }

  /** Of a connector; null: the flow ends there. */
  target(connector: string): string | null {
    const child = this.xml.child(connector);
    if (child === undefined) return null;
    const to = new Part(child, this.found, this.title).allow('targetReference', 'isGoTo');
    return to.need('targetReference');
  }

  parts(name: string): readonly Part[] {
    return this.xml.all(name).map((xml) => new Part(xml, this.found, this.title));
  }

  /** A child that holds one of `choices`. */
  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const text = this.xml.text(name);
    if (text === undefined) return otherwise;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.unsupported(`${name} ${text}`, this.xml.child(name));
    return found ?? otherwise;
  }
}
