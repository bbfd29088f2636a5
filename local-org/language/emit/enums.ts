/** Methods of enums, written in Apex or of the platform. */
import type { Expr, LibCall } from '../tree';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { quote, typeName } from './names';

/** `values`, `valueOf`, `name`, `ordinal`; null when the call is about something else. */
export function enumCall(f: Frame, e: LibCall & Extract<Expr, { k: 'libCall' }>): string | null {
  if (!/^(system\.)?enum$/i.test(e.lib)) return null;
  const name = e.name.toLowerCase();
  if (e.receiver) {
    const receiver = notNull(f, e.receiver);
    if (name === 'name' || name === 'tostring') return `${receiver}.name`;
    if (name === 'ordinal') return `${receiver}.ordinal`;
    if (name === 'hashcode') return `hashCode(${receiver})`;
    if (name === 'equals') return `eq(${receiver},${expression(f, e.args[0]!)})`;
    return null;
  }
  const of = name === 'values' && e.type.k === 'list' ? e.type.of : e.type;
  const constants =
    of.k === 'class' ? `${f.unit.cls(of.cls)}.constants` : f.unit.libEnums(typeName(of));
  if (name === 'values') return `list(${quote(typeName(of))},[...${constants}])`;
  if (name === 'valueof')
    return `enumValue(${constants},${quote(typeName(of))},${expression(f, e.args[0]!)})`;
  return null;
}
