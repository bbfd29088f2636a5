/** Visits every statement below a declaration, in source order. */
import type { Member, StmtSyntax, TriggerDecl, AnonymousDecl, TypeDecl } from './syntax';

export function walkStatements(
  tree: TypeDecl | TriggerDecl | AnonymousDecl,
  visit: (s: StmtSyntax) => void,
): void {
  for (const member of tree.members) walkMember(member, visit);
  if (tree.k === 'trigger' || tree.k === 'anonymous')
    for (const s of tree.statements) walk(s, visit);
}

function walkMember(member: Member, visit: (s: StmtSyntax) => void): void {
  switch (member.k) {
    case 'method':
      if (member.body) walk(member.body, visit);
      return;
    case 'init':
      return walk(member.body, visit);
    case 'property':
      for (const accessor of [member.getter, member.setter])
        if (accessor?.body) walk(accessor.body, visit);
      return;
    case 'field':
      return;
    default:
      return walkStatements(member, visit);
  }
}

function walk(s: StmtSyntax, visit: (s: StmtSyntax) => void): void {
  visit(s);
  for (const inner of childrenOf(s)) walk(inner, visit);
}

function childrenOf(s: StmtSyntax): readonly StmtSyntax[] {
  switch (s.k) {
    case 'block':
      return s.statements;
    case 'if':
      return s.else ? [s.then, s.else] : [s.then];
    case 'for':
      return s.body ? [...s.init, s.body] : s.init;
    case 'while':
    case 'doWhile':
    case 'forEach':
      return s.body ? [s.body] : [];
    case 'runAs':
      return [s.body];
    case 'try':
      return [s.body, ...s.catches.map((c) => c.body), ...(s.finally ? [s.finally] : [])];
    case 'switch':
      return s.whens.map((w) => w.body);
    default:
      return [];
  }
}
