/** What the other annotations of a method mean for a lock inside it. */
import { AnnotationContext, ModifierContext } from '@apexdevtools/apex-parser';
import type { Complaints } from './refusal';
import type { Site } from './sites';
import { children, fold, parentOf, placeOf, type Node } from './tree';

interface Rule {
  /** Of an annotation without white space, in lower case. */
  readonly pattern: RegExp;
  /** False: it is a reason against whole methods only. */
  readonly blocks: boolean;
  readonly reason: string;
}

const RULES: readonly Rule[] = [
  {
    pattern: /^@auraenabled\(.*continuation=true/,
    blocks: false,
    reason:
      '@AuraEnabled(continuation=true): the work is done after the method has returned and has unlocked. Lock in the callback, with a method or block of its own.',
  },
  {
    pattern: /^@auraenabled\(.*cacheable=true/,
    blocks: true,
    reason:
      '@AuraEnabled(cacheable=true) allows no DML, and locking is DML. Leave cacheable out, or do not lock what only reads.',
  },
  {
    pattern: /^@readonly\b/,
    blocks: true,
    reason: '@ReadOnly allows no DML, and locking is DML. Leave one of the two out.',
  },
  {
    pattern: /^@(future|invocablemethod)\(.*callout=true/,
    blocks: false,
    reason:
      'callout=true: no callout can follow a lock in its transaction. Make the callout first, and put what writes afterwards into a @synchronised block.',
  },
];

/** Modifiers of a method, without @synchronised. */
export function modifiersOf(method: Node): ModifierContext[] {
  const member = parentOf(method);
  const holder = member && parentOf(member);
  return holder ? children(holder, ModifierContext) : [];
}

export function isStatic(method: Node): boolean {
  return modifiersOf(method).some((modifier) => fold(modifier.getText()) === 'static');
}

/** Complains about methods in which no lock can be taken, or would guard nothing. */
export function checkMethod({ kind, method, annotation }: Site, complaints: Complaints): void {
  if (!method) return;
  for (const modifier of modifiersOf(method))
    for (const { pattern, blocks, reason } of RULES) {
      const [other] = children(modifier, AnnotationContext);
      if (!other || (kind === 'block' && !blocks)) continue;
      if (pattern.test(fold(other.getText())))
        complaints.add(placeOf(annotation.at), `@synchronised does not go with ${reason}`);
    }
}
