/** Anonymous Apex: statements, and the methods and classes declared among them. */
import type { AnonymousInfo, ClassInfo } from '../classes';
import { parseAnonymous } from '../parse';
import type { Diagnostic } from '../program';
import { checkBlock, checkBodies } from './bodies';
import { checkChains, declareType, linkSupers, newClass } from './declare-types';
import { declareMembers, declareMethod } from './declare-members';
import { checkHierarchy } from './hierarchy';
import { ANONYMOUS, VOID } from './types';
import { World, type FileRef } from './world';

const FILE: FileRef = { fileName: 'anonymous', name: ANONYMOUS, kind: 'anonymous' };
const START = { line: 1, column: 1 };

export interface CheckedAnonymous {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there are diagnostics. */
  readonly info?: AnonymousInfo;
}

export function checkAnonymous(text: string, org: World): CheckedAnonymous {
  const { tree, problems } = parseAnonymous(text);
  if (!tree)
    return {
      diagnostics: problems.map((p) => ({
        ...FILE,
        line: p.pos.line,
        column: p.pos.column,
        message: p.message,
      })),
    };
  const world = new World(org.schema, org.library, org);
  const holder = newClass(
    {
      k: 'class',
      name: ANONYMOUS,
      pos: START,
      modifiers: { words: [], annotations: [] },
    },
    null,
    ANONYMOUS,
  );
  world.notes.set(holder, { decl: { members: [] }, file: FILE });
  const declared: ClassInfo[] = [];
  for (const m of tree.members)
    if (m.k === 'class' || m.k === 'interface' || m.k === 'enum') {
      const cls = declareType(world, m, null, ANONYMOUS, FILE);
      world.classes.set(m.name.toLowerCase(), cls);
      holder.inner.push(cls);
      declared.push(cls);
    }
  for (const cls of declared) linkSupers(world, cls);
  for (const cls of declared) checkChains(world, cls);
  for (const cls of declared) declareMembers(world, cls);
  for (const m of tree.members) if (m.k === 'method') declareMethod(world, holder, m, FILE, true);
  for (const cls of declared) checkHierarchy(world, cls);
  checkBodies(world, holder);
  const body = checkBlock(
    { world, file: FILE, cls: holder, isStatic: true, returns: VOID },
    { k: 'block', pos: tree.pos, statements: tree.statements, end: tree.pos },
    [],
  );
  const { diagnostics } = world;
  return diagnostics.length > 0 ? { diagnostics } : { diagnostics, info: { body, holder } };
}
