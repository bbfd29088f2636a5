/** Invocable methods: what a class offers to flows and to the actions of the REST API. */
import type { Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import type { Annotation, ClassInfo, MethodInfo } from './classes';
import { lineage, typeName } from './emit/names';
import type { ApexType } from './types';

/** One named value that goes in or comes out. */
export interface InvocableParameter {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** Whether it is a list of that type. */
  readonly isList: boolean;
  readonly type: InvocableType;
}

export interface InvocableType {
  readonly kind: 'primitive' | 'sobject' | 'class';
  /** `String`, `Account`, `Lane.Request`. */
  readonly name: string;
}

/** What one side of the method consists of. */
export interface InvocableSide {
  /** The list as the method has it: `List<Lane.Request>`. */
  readonly listType: string;
  /**
   * `fields`: an entry is an object of Apex whose invocable variables are the parameters.
   * `value`: an entry is the value of the only parameter.
   */
  readonly shape: 'fields' | 'value';
  readonly parameters: readonly InvocableParameter[];
}

export interface InvocableAction {
  readonly className: string;
  readonly methodName: string;
  readonly label: string;
  readonly description: string | null;
  readonly category: string | null;
  /** Null where the method takes nothing. */
  readonly input: InvocableSide | null;
  /** Null where it gives nothing. */
  readonly output: InvocableSide | null;
  run(args: readonly Value[]): Step<Value>;
}

const note = (annotations: readonly Annotation[], name: string): Annotation | undefined =>
  annotations.find((a) => a.name === name);

/** All actions of a program, in the order of its classes. */
export function invocableActions(
  classes: readonly ClassInfo[],
  call: (cls: ClassInfo, method: MethodInfo, args: readonly Value[]) => Step<Value>,
): readonly InvocableAction[] {
  return classes.flatMap((cls) => {
    const method = cls.methods.find((m) => note(m.annotations, 'invocablemethod'));
    if (!method) return [];
    const values = note(method.annotations, 'invocablemethod')?.values ?? {};
    const [given] = method.params;
    return [
      {
        className: cls.name,
        methodName: method.name,
        label: values['label'] ?? method.name,
        description: values['description'] ?? null,
        category: values['category'] ?? null,
        input: given ? sideOf(given.type, given.name) : null,
        output: sideOf(method.returns, 'output'),
        run: (args: readonly Value[]) => call(cls, method, args),
      },
    ];
  });
}

function sideOf(type: ApexType, name: string): InvocableSide | null {
  if (type.k !== 'list') return null;
  const listType = typeName(type);
  if (type.of.k === 'class')
    return { listType, shape: 'fields', parameters: variablesOf(type.of.cls) };
  const only = parameter(name, type.of, {});
  return { listType, shape: 'value', parameters: [only] };
}

function variablesOf(cls: ClassInfo): InvocableParameter[] {
  return [...lineage(cls)].flatMap((c) =>
    c.fields.flatMap((field) => {
      const marked = note(field.annotations, 'invocablevariable');
      return marked ? [parameter(field.name, field.type, marked.values)] : [];
    }),
  );
}

function parameter(
  name: string,
  type: ApexType,
  values: Readonly<Record<string, string>>,
): InvocableParameter {
  const isList = type.k === 'list';
  return {
    name,
    label: values['label'] ?? name,
    description: values['description'] ?? null,
    required: values['required']?.toLowerCase() === 'true',
    isList,
    type: kindOf(isList ? type.of : type),
  };
}

function kindOf(type: ApexType): InvocableType {
  const kind = type.k === 'sobject' ? 'sobject' : type.k === 'primitive' ? 'primitive' : 'class';
  return { kind, name: typeName(type) };
}
