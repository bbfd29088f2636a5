/** `try`, `catch`, `finally`. */
import type { StmtSyntax } from '../parse/syntax';
import type { Stmt } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { fits } from './convert';
import { isException } from './lineage';
import { block } from './statements';
import { typeName, UNKNOWN } from './types';

export function tryStatement(b: Body, s: Extract<StmtSyntax, { k: 'try' }>): Stmt {
  const body = block(b, s.body);
  const caught: ApexType[] = [];
  const catches = s.catches.map((c) => {
    let type = b.type(c.type);
    if (type !== UNKNOWN && !isException(type)) {
      b.report(c.pos, `Catch variable must be of type exception: ${typeName(type)}`);
      type = UNKNOWN;
    }
    const hidden = type === UNKNOWN ? undefined : caught.find((t) => fits(b.world, type, t));
    if (hidden)
      b.report(c.pos, `Exception type already caught: ${typeName(type)} by ${typeName(hidden)}`);
    if (type !== UNKNOWN) caught.push(type);
    return b.scoped(() => {
      const v = b.declare(c.pos, c.name, type);
      b.assigned.add(v);
      return { v, type, body: block(b, c.body) };
    });
  });
  return { k: 'try', body, catches, finally: s.finally && block(b, s.finally), pos: s.pos };
}
