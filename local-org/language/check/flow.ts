/** Where control can get to: missing returns and statements that nothing reaches. */
import type { Position } from '../classes';
import type { Block, Expr, Stmt } from '../tree';

/** `maybe`: a loop without an end, about which nothing is said either way. */
type End = 'yes' | 'no' | 'maybe';

export type FlowReport = (pos: Position, message: string) => void;

/** Can control run past the end of the block? Reports unreachable statements on the way. */
export function canComplete(block: Block, report: FlowReport): End {
  return sequence(block.statements, report);
}

function sequence(list: readonly Stmt[], report: FlowReport): End {
  let end: End = 'yes';
  for (const s of list) {
    if (end === 'no') {
      report(s.pos, 'Unreachable statement');
      return 'no';
    }
    const next = endOf(s, report);
    end = end === 'maybe' && next === 'yes' ? 'maybe' : next;
  }
  return end;
}

/** Branches that join: what one lets through, comes through. */
function either(ends: readonly End[]): End {
  if (ends.includes('yes')) return 'yes';
  return ends.includes('maybe') ? 'maybe' : 'no';
}

const isTrue = (e: Expr | null): boolean => !e || (e.k === 'literal' && e.value === true);

function endOf(s: Stmt, report: FlowReport): End {
  switch (s.k) {
    case 'block':
      return sequence(s.statements, report);
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return 'no';
    case 'if': {
      const then = endOf(s.then, report);
      return either([then, s.else ? endOf(s.else, report) : 'yes']);
    }
    case 'while':
    case 'for':
      endOf(s.body, report);
      return isTrue(s.cond) && !hasBreak(s.body) ? 'maybe' : 'yes';
    case 'doWhile':
      endOf(s.body, report);
      return isTrue(s.cond) && !hasBreak(s.body) ? 'maybe' : 'yes';
    case 'forEach':
    case 'forSoql':
      endOf(s.body, report);
      return 'yes';
    case 'runAs':
      return endOf(s.body, report);
    case 'try': {
      const body = endOf(s.body, report);
      const ends = [body, ...s.catches.map((c) => endOf(c.body, report))];
      const last = s.finally ? endOf(s.finally, report) : 'yes';
      return last === 'no' ? 'no' : either(ends);
    }
    case 'switch': {
      const ends = s.whens.map((w) => endOf(w.body, report));
      return either([...ends, s.else ? endOf(s.else, report) : 'yes']);
    }
    default:
      return 'yes';
  }
}

/** A `break` that leaves this very loop. */
function hasBreak(s: Stmt): boolean {
  switch (s.k) {
    case 'break':
      return true;
    case 'block':
      return s.statements.some(hasBreak);
    case 'if':
      return hasBreak(s.then) || (s.else !== null && hasBreak(s.else));
    case 'try':
      return (
        hasBreak(s.body) ||
        s.catches.some((c) => hasBreak(c.body)) ||
        (s.finally !== null && hasBreak(s.finally))
      );
    case 'switch':
      return s.whens.some((w) => hasBreak(w.body)) || (s.else !== null && hasBreak(s.else));
    case 'runAs':
      return hasBreak(s.body);
    default:
      return false;
  }
}
