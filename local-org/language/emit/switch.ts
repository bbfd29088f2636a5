/** `switch on`: a chain of tests, so that `break` and `continue` mean the loop around it. */
import type { Expr, Stmt, SwitchWhen } from '../tree';
import type { ApexType } from '../types';
import { expression } from './expressions';
import type { Frame } from './frame';
import { localName, quote } from './names';
import { block, statements } from './statements';
import { isPrimitive } from './types';

export function switchOn(f: Frame, s: Extract<Stmt, { k: 'switch' }>): string {
  const subject = f.temp();
  const chain = s.whens.map((when) => branch(f, subject, s.on.type, when)).join('else ');
  const otherwise = s.else ? (chain ? `else${block(f, s.else)}` : block(f, s.else)) : '';
  return `${subject}=${expression(f, s.on)};${chain}${otherwise}`;
}

function branch(f: Frame, subject: string, type: ApexType, when: SwitchWhen): string {
  if (when.kind === 'sobject')
    return `if(isA(${subject},${quote(when.name)})){let ${localName(when.v)}=${subject};${statements(f, when.body)}}`;
  const tests = when.values.map((value) => matches(f, subject, type, value)).join('||');
  return `if(${tests})${block(f, when.body)}`;
}

/** Text matches in its exact case. */
function matches(f: Frame, subject: string, type: ApexType, value: Expr): string {
  const code = expression(f, value);
  const direct =
    (value.k === 'literal' && value.value === null) ||
    isPrimitive(type, 'Integer') ||
    isPrimitive(type, 'Long') ||
    isPrimitive(type, 'String');
  return direct ? `${subject}===${code}` : `eq(${subject},${code})`;
}
