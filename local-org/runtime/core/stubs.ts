/** Objects whose every method goes to one handler, as Test.createStub makes them. */
import type { Step } from '../../scheduler/suspension';
import type { Machine } from './machine';
import { finish } from './steps';
import { ApexObject, type TypeName, type Value } from './values';
import type { StubHandler } from './vm';

export function makeStub(machine: Machine, type: TypeName, handler: StubHandler): Value {
  const cls = machine.classes.get(type);
  if (!cls || cls.kind === 'enum')
    throw machine.exception('System.TypeException', `Cannot stub type: ${type}`);
  const base = cls.blank ?? (ApexObject as unknown as new () => ApexObject);
  const stubClass = class extends base {};
  const prototype = stubClass.prototype as unknown as Record<string, unknown>;
  const name = `${cls.name}__sfdc_ApexStub`;
  Object.defineProperty(prototype, '$type', { value: name });
  if (!machine.classes.get(name))
    machine.classes.add({
      ...cls,
      name,
      kind: 'class',
      construct: null,
      stored: [],
      supertypes: new Set([...cls.supertypes, name.toLowerCase()]),
    });
  for (const method of cls.methods) {
    const { returns, paramTypes, paramNames } = method;
    const ask = (stub: Value, args: readonly Value[]): Step<Value> =>
      handler({ stub, method: method.name, returns, paramTypes, paramNames, args });
    const generator = function (this: Value, ...args: Value[]): Step<Value> {
      return ask(this, args);
    };
    prototype[method.slot] = method.generator
      ? generator
      : function (this: Value, ...args: Value[]): Value {
          return finish(ask(this, args), `The stub of ${type}.${method.name}`);
        };
    for (const alias of method.aliases) prototype[alias] = generator;
  }
  return new stubClass();
}
