/**
 * The type checker: parsed units → typed trees. All units are checked together, in passes: types are
 * declared, super types linked, members declared, hierarchies compared, and bodies checked last.
 */
import type { Schema } from '../../database/schema';
import type { ClassInfo, TriggerInfo } from '../classes';
import type { ParsedUnit } from '../parse';
import type { Diagnostic } from '../program';
import { checkAnnotations } from './annotations';
import { checkBodies } from './bodies';
import { checkChains, declareType, linkSupers } from './declare-types';
import { declareMembers } from './declare-members';
import { checkHierarchy } from './hierarchy';
import { checkTrigger, type Extent } from './triggers';
import { World, type FileRef, type LibrarySupport } from './world';

export { checkAnonymous, type CheckedAnonymous } from './anonymous';
export { slotName, typeName } from './types';
export type { LibrarySupport, World } from './world';

export interface CheckResult {
  readonly classes: readonly ClassInfo[];
  readonly triggers: readonly TriggerInfo[];
  readonly diagnostics: readonly Diagnostic[];
  /** For `checkAnonymous`. */
  readonly world: World;
}

/** @param extent `declarations` of trees without bodies, all of which were found right before */
export function check(
  units: readonly ParsedUnit[],
  schema: Schema,
  library: LibrarySupport,
  extent: Extent = 'all',
): CheckResult {
  const world = new World(schema, library);
  const classes: ClassInfo[] = [];
  for (const unit of units) {
    const { source, tree, problems } = unit;
    const file: FileRef = { fileName: source.fileName, name: source.name, kind: source.kind };
    for (const p of problems) world.report(file, p.pos, p.message);
    if (source.kind !== 'class') continue;
    if (!tree) world.broken.add(source.name.toLowerCase());
    if (!tree || tree.k === 'trigger') continue;
    const cls = declareType(world, tree, null, source.name, file);
    const key = tree.name.toLowerCase();
    if (key !== source.name.toLowerCase())
      world.report(file, tree.pos, `Class name must match file name: ${source.name}`);
    if (world.classes.has(key)) world.report(file, tree.pos, `Duplicate type: ${tree.name}`);
    else {
      world.classes.set(key, cls);
      classes.push(cls);
    }
  }
  for (const cls of classes) linkSupers(world, cls);
  for (const cls of classes) checkChains(world, cls);
  for (const cls of classes) declareMembers(world, cls);
  for (const cls of classes) checkHierarchy(world, cls);
  for (const cls of classes) checkAnnotations(world, cls);
  if (extent === 'all') for (const cls of classes) checkBodies(world, cls);
  const triggers = units.flatMap(({ source, tree }) =>
    tree?.k === 'trigger'
      ? [
          checkTrigger(
            world,
            tree,
            { fileName: source.fileName, name: source.name, kind: 'trigger' },
            extent,
          ),
        ]
      : [],
  );
  return { classes, triggers, diagnostics: sorted(world.diagnostics), world };
}

function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      (a.fileName < b.fileName ? -1 : a.fileName > b.fileName ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column,
  );
}
