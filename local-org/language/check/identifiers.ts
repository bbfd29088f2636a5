/**
 * Names that the compiler refuses: words that Apex reserves (Apex Developer Guide, Reserved Keywords,
 * without those that it reserves for the future but takes), and forms that API names must not have.
 */
import type { Position } from '../classes';
import type { FileRef, World } from './world';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Refused for variables, fields and properties. */
const RESERVED = words(`
  abstract activate and any array as asc autonomous begin bigdecimal blob boolean break bulk by byte
  case cast catch char class collect commit const continue currency date datetime decimal default
  delete desc do double else end enum exception exit export extends false final finally float for from
  global goto group having hint if implements import in inner insert instanceof int integer interface
  into join like limit list long loop map merge new not null nulls number object of on or outer override
  package parallel pragma private protected public retrieve return rollback select set short sobject
  sort static string super switch synchronized system testmethod then this throw time transaction
  trigger true try undelete update upsert using virtual void webservice when where while
`);

/** Those of them that methods may have all the same. */
const METHODS_MAY = words(`
  activate any array autonomous begin bigdecimal blob boolean byte case cast char collect const currency
  date datetime decimal default double end exception exit export float goto group hint import inner
  integer int into join long loop number object of outer package parallel pragma retrieve rollback set
  short sobject sort string switch synchronized system then time transaction void when
`);

/** Reports a name that a variable, field or property must not have. */
export function checkName(world: World, file: FileRef, pos: Position, name: string): void {
  check(world, file, pos, name, (word) => RESERVED.has(word));
}

/** Reports a name that a method must not have. */
export function checkMethodName(world: World, file: FileRef, pos: Position, name: string): void {
  check(world, file, pos, name, (word) => RESERVED.has(word) && !METHODS_MAY.has(word));
}

function check(
  world: World,
  file: FileRef,
  pos: Position,
  name: string,
  isReserved: (word: string) => boolean,
): void {
  if (isReserved(name.toLowerCase()))
    world.report(file, pos, `Identifier name is reserved: ${name}`);
  else if (/^_|_$|__/.test(name))
    world.report(file, pos, `Invalid character in identifier: ${name}`);
}
