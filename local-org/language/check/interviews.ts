/**
 * `Flow.Interview.My_Flow`: the platform has a type for each flow. Here all of them are Flow.Interview,
 * and making one is `Flow.Interview.createInterview('My_Flow', inputs)`.
 */
import type { ExprSyntax, TypeSyntax } from '../parse/syntax';

/** Whether these are the parts of such a type: the flow's name, perhaps behind its namespace. */
export function isInterviewType(parts: readonly string[]): boolean {
  const [first = '', second = ''] = parts.map((part) => part.toLowerCase());
  return first === 'flow' && second === 'interview' && (parts.length === 3 || parts.length === 4);
}

/** The call that `new Flow.Interview.My_Flow(inputs)` stands for. */
export function interviewCall(type: TypeSyntax, args: readonly ExprSyntax[]): ExprSyntax {
  const { pos } = type;
  const names = type.parts
    .slice(2)
    .map(({ name }): ExprSyntax => ({ k: 'literal', kind: 'string', text: `'${name}'`, pos }));
  const flow: ExprSyntax = { k: 'name', name: 'Flow', pos };
  const object: ExprSyntax = { k: 'dot', object: flow, name: 'Interview', safe: false, pos };
  return {
    k: 'call',
    object,
    name: 'createInterview',
    safe: false,
    args: [...names, ...args],
    pos,
  };
}
