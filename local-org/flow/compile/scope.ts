/** Finds what the names in a flow mean. What cannot be found becomes a problem of the flow. */
import type { Schema } from '../../database/schema';
import type { InvocableAction } from '../../language/invocable';
import type { XmlElement } from '../../metadata';
import type { FlowModel, FlowProblem } from '../model';
import { convert } from '../run/convert';
import type { Read, Write } from '../run/interview';
import type { CompiledFlow } from '.';
import { throughFields } from './fields';
import { globalReference } from './globals';
import { elementOutput } from './outputs';
import { compileFormula, compileTemplate } from './formulas';
import { literal } from './literals';
import { scalar, TEXT, typeName, type ValueType } from './types';

/** What a flow may refer to outside of itself. */
export interface FlowOrg {
  readonly schema: Schema;
  action(className: string): InvocableAction | undefined;
  flow(name: string): FlowModel | undefined;
  /** For subflows, when they run: the flow, or why it cannot be run. */
  runnable(name: string): CompiledFlow | string;
}

export interface Reference {
  readonly type: ValueType;
  readonly read: Read;
  /** Null: nothing can be assigned to it. */
  readonly write: Write | null;
}

export class Scope {
  readonly problems: FlowProblem[] = [];
  readonly unsupported: FlowProblem[] = [];
  readonly #formulas = new Map<string, Reference | null>();

  constructor(
    readonly model: FlowModel,
    readonly org: FlowOrg,
  ) {}

  /** Always null, to be returned. */
  problem(message: string, at: XmlElement): null {
    this.problems.push({ message, at });
    return null;
  }

  lacks(message: string, at: XmlElement): null {
    this.unsupported.push({ message, at });
    return null;
  }

  /** Of the name or path `name`; null after a problem. */
  resolve(name: string, at: XmlElement): Reference | null {
    const [first = '', ...path] = name.split('.');
    if (first.startsWith('$')) return globalReference(this, name, at);
    if (this.model.resources.has(first)) return this.#resource(first, path, name, at);
    const element = this.model.elements.get(first);
    if (element) return elementOutput(this, element, path, at);
    return this.problem(`The flow has no resource or element "${name}"`, at);
  }

  #resource(
    first: string,
    path: readonly string[],
    name: string,
    at: XmlElement,
  ): Reference | null {
    const resource = this.model.resources.get(first)!;
    if (resource.kind === 'variable') {
      const { dataType: data, objectType: object, isCollection: list } = resource;
      const own: Reference = {
        type: { data, object, list },
        read: (i) => i.values.get(first) ?? null,
        write: (i, value) => void i.values.set(first, value),
      };
      return throughFields(this, own, path, name, at);
    }
    if (path.length > 0) return this.problem(`"${first}" has no fields: "${name}"`, at);
    if (resource.kind === 'template')
      return { type: TEXT, read: compileTemplate(this, resource.text, at), write: null };
    const type = scalar(resource.dataType);
    if (resource.kind === 'constant') {
      const value = resource.value && literal(this, resource.value, type);
      return { type, read: () => value, write: null };
    }
    return this.#formula(first, resource.expression, type, resource.at);
  }

  /** A formula that is being compiled must not meet itself. */
  #formula(name: string, source: string, type: ValueType, at: XmlElement): Reference | null {
    const known = this.#formulas.get(name);
    if (known !== undefined)
      return (
        known ?? this.problem(`The formula ${name} refers to itself, directly or indirectly`, at)
      );
    this.#formulas.set(name, null);
    const reference = { type, read: compileFormula(this, source, type.data, at), write: null };
    this.#formulas.set(name, reference);
    return reference;
  }

  /** What can be assigned to; null after a problem. */
  target(name: string, at: XmlElement): (Reference & { readonly write: Write }) | null {
    const found = this.resolve(name, at);
    if (!found) return null;
    const { write } = found;
    return write
      ? { ...found, write: (i, value) => write(i, convert(value, found.type.data)) }
      : this.problem(`Nothing can be assigned to "${name}"`, at);
  }

  mismatch(what: string, from: ValueType, to: ValueType, at: XmlElement): null {
    return this.problem(`${what} is ${typeName(from)}, not ${typeName(to)}`, at);
  }
}
