/** Triggers: a body whose `Trigger.new` has the type of the trigger's object. */
import type { TriggerEvent, TriggerInfo } from '../classes';
import type { TriggerDecl } from '../parse/syntax';
import { checkBlock, checkBodies } from './bodies';
import { declareInner, newClass } from './declare-types';
import { declareMembers, declareMethod } from './declare-members';
import { VOID } from './types';
import type { FileRef, World } from './world';

const EVENTS: ReadonlySet<string> = new Set<TriggerEvent>([
  'before insert',
  'after insert',
  'before update',
  'after update',
  'before delete',
  'after delete',
  'after undelete',
]);

/** Whether bodies are checked, too. */
export type Extent = 'all' | 'declarations';

export function checkTrigger(
  world: World,
  decl: TriggerDecl,
  file: FileRef,
  extent: Extent,
): TriggerInfo {
  const holder = newClass(
    { k: 'class', name: decl.name, pos: decl.pos, modifiers: { words: [], annotations: [] } },
    null,
    decl.name,
  );
  world.notes.set(holder, { decl: { members: [] }, file });
  declareInner(world, decl.members, holder, decl.name, file);
  for (const inner of holder.inner) declareMembers(world, inner);
  for (const m of decl.members) if (m.k === 'method') declareMethod(world, holder, m, file, true);
  if (extent === 'all') checkBodies(world, holder);
  const object = world.schema.object(decl.object);
  if (!object) world.report(file, decl.objectPos, `Invalid type: ${decl.object}`);
  const events: TriggerEvent[] = [];
  for (const event of decl.events) {
    if (!EVENTS.has(event)) world.report(file, decl.pos, `Invalid trigger event: ${event}`);
    else if (events.includes(event as TriggerEvent))
      world.report(file, decl.pos, `Duplicate trigger event: ${event}`);
    else if (object?.kind === 'event' && event !== 'after insert')
      world.report(file, decl.pos, `Trigger event ${event} is not allowed on ${object.name}`);
    else events.push(event as TriggerEvent);
  }
  const lines: number[] = [];
  const body = checkBlock(
    {
      world,
      file,
      cls: holder,
      isStatic: true,
      returns: VOID,
      ...(object && { triggerObject: object.name }),
    },
    { k: 'block', pos: decl.pos, statements: decl.statements, end: decl.pos },
    lines,
  );
  return {
    name: decl.name,
    object: object?.name ?? decl.object,
    events,
    body,
    position: decl.pos,
    holder,
    lines,
  };
}
