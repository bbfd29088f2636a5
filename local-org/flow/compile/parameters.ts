/** Inputs and outputs of actions and subflows. */
import type { XmlElement } from '../../metadata';
import type { ActionCall, Subflow } from '../model';
import type { Interview, Read, Write } from '../run/interview';
import { valueAs } from './literals';
import { outputKey, outputType } from './outputs';
import type { Scope } from './scope';
import { fits, type ValueType } from './types';

export interface Input {
  readonly name: string;
  readonly read: Read;
}

/** Those that the element gives, each with the type that `typeOf` finds for it. */
export function compileInputs(
  scope: Scope,
  { inputs }: ActionCall | Subflow,
  typeOf: (name: string, at: XmlElement) => ValueType | null,
): readonly Input[] {
  return inputs.flatMap(({ name, value, at }) => {
    const type = typeOf(name, at);
    const read = type && valueAs(scope, value, type, `The input "${name}"`);
    return read ? [{ name, read }] : [];
  });
}

/** Puts what came out of an element where it is wanted. */
export type KeepOutputs = (interview: Interview, outputs: ReadonlyMap<string, unknown>) => void;

export function compileOutputs(scope: Scope, element: ActionCall | Subflow): KeepOutputs {
  const { name, automatic } = element;
  const writes = element.outputs.flatMap(({ name: output, to, at }) => {
    const type = outputType(scope, element, output, at);
    const target = scope.target(to, at);
    if (!type || !target) return [];
    if (!fits(type, target.type)) {
      scope.mismatch(`The output "${output}"`, type, target.type, at);
      return [];
    }
    const write: Write = target.write;
    return [{ output, write }];
  });
  return (interview, outputs) => {
    if (automatic)
      for (const [output, value] of outputs) interview.values.set(outputKey(name, output), value);
    for (const { output, write } of writes) write(interview, outputs.get(output) ?? null);
  };
}
