/** Which of several methods a call means. */
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import { asSingleRow, distance } from './convert';
import type { World } from './world';

export type Choice<T> =
  | { readonly kind: 'found'; readonly candidate: T }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous' };

/** Distance of every argument, or null when the call does not fit. */
function distances(
  world: World,
  args: readonly Expr[],
  params: readonly ApexType[],
): readonly number[] | null {
  if (args.length !== params.length) return null;
  const result: number[] = [];
  for (const [i, arg] of args.entries()) {
    const to = params[i];
    if (!to) return null;
    const d = distance(world, arg.type, to) ?? (asSingleRow(arg, to) ? 4 : null);
    if (d === null) return null;
    result.push(d);
  }
  return result;
}

/** Better in one argument, worse in none; else the parameters themselves decide. */
function beats(
  world: World,
  a: { readonly d: readonly number[]; readonly params: readonly ApexType[] },
  b: { readonly d: readonly number[]; readonly params: readonly ApexType[] },
): boolean {
  const diffs = a.d.map((x, i) => x - (b.d[i] ?? 0));
  if (diffs.some((x) => x !== 0)) return diffs.every((x) => x <= 0);
  const narrower = a.params.map((p, i) => {
    const q = b.params[i];
    return q ? distance(world, p, q) : null;
  });
  return narrower.every((x) => x !== null) && narrower.some((x) => x !== null && x > 0);
}

export function chooseOverload<T>(
  world: World,
  candidates: readonly { readonly candidate: T; readonly params: readonly ApexType[] }[],
  args: readonly Expr[],
): Choice<T> {
  const fitting = candidates.flatMap((c) => {
    const d = distances(world, args, c.params);
    return d ? [{ ...c, d }] : [];
  });
  const [first, ...rest] = fitting;
  if (!first) return { kind: 'none' };
  if (rest.length === 0) return { kind: 'found', candidate: first.candidate };
  const best = fitting.find((a) => fitting.every((b) => a === b || beats(world, a, b)));
  return best ? { kind: 'found', candidate: best.candidate } : { kind: 'ambiguous' };
}
