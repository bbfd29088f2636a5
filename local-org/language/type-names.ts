/** Names of static types: one table for messages and for run time, which differ in two rows. */
import type { ApexType } from './types';

interface Style {
  /** The type of the literal `null`. */
  readonly nothing: string;
  /** Whether platform types show their type arguments: at run time they have none. */
  readonly withArguments: boolean;
}

const MESSAGE: Style = { nothing: 'null', withArguments: true };
const RUN_TIME: Style = { nothing: 'Object', withArguments: false };

function nameOf(type: ApexType, style: Style): string {
  const inner = (of: ApexType): string => nameOf(of, style);
  switch (type.k) {
    case 'primitive':
      return type.name;
    case 'void':
      return 'void';
    case 'null':
      return style.nothing;
    case 'list':
      return `List<${inner(type.of)}>`;
    case 'set':
      return `Set<${inner(type.of)}>`;
    case 'map':
      return `Map<${inner(type.key)},${inner(type.value)}>`;
    case 'sobject':
      return type.name ?? 'SObject';
    case 'class':
      return type.cls.name;
    case 'lib':
      return style.withArguments && type.args.length > 0
        ? `${type.name}<${type.args.map(inner).join(',')}>`
        : type.name;
  }
}

/** As in the platform's messages. */
export const messageName = (type: ApexType): string => nameOf(type, MESSAGE);

/** Canonical name at run time. */
export const runTimeName = (type: ApexType): string => nameOf(type, RUN_TIME);
