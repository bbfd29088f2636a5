/** Parsing: text → our own tree, with the platform's error messages. Cached by content. */
import { createHash } from 'node:crypto';
import { ApexParserFactory } from '@apexdevtools/apex-parser';
import type { ApexSource } from '../program';
import { readCached, writeCached } from './disk-cache';
import { SyntaxErrors, type SyntaxProblem } from './errors';
import { lowerAnonymous, lowerCompilationUnit, lowerTrigger } from './lower-declarations';
import { textOf } from './nodes';
import { plainStatements } from './plain-statements';
import type { AnonymousDecl, TriggerDecl, TypeDecl } from './syntax';

export type { SyntaxProblem } from './errors';
export { parseSoql, type ParsedSoql } from './soql';

/** A source file after parsing. */
export interface ParsedUnit {
  readonly source: ApexSource;
  readonly problems: readonly SyntaxProblem[];
  /** Absent when there are problems. */
  readonly tree?: TypeDecl | TriggerDecl;
}

export interface ParsedAnonymous {
  readonly problems: readonly SyntaxProblem[];
  readonly tree?: AnonymousDecl;
}

type Outcome<T> = { readonly problems: readonly SyntaxProblem[]; readonly tree?: T };

/** Enough for every version of a large package in one process. */
const CACHE_SIZE = 4_000;
const cache = new Map<string, Outcome<TypeDecl | TriggerDecl>>();

export function parse(source: ApexSource): ParsedUnit {
  const key = createHash('sha256').update(source.kind).update(source.text).digest('hex');
  let outcome = cache.get(key);
  if (!outcome) {
    outcome = readCached<Outcome<TypeDecl | TriggerDecl>>(key);
    if (!outcome) {
      outcome =
        source.kind === 'trigger' ? parseTrigger(source.text) : parseCompilationUnit(source.text);
      writeCached(key, outcome);
    }
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value as string);
    cache.set(key, outcome);
  }
  return { source, ...outcome };
}

const parseCompilationUnit = (text: string): Outcome<TypeDecl> =>
  run(text, (parser) => {
    const tree = parser.compilationUnit();
    return () => lowerCompilationUnit(tree, textOf(text));
  });

const parseTrigger = (text: string): Outcome<TriggerDecl> =>
  run(text, (parser) => {
    const tree = parser.triggerUnit();
    return () => lowerTrigger(tree, textOf(text));
  });

export const parseAnonymous = (text: string): ParsedAnonymous =>
  run(text, (parser) => {
    const tree = parser.anonymousUnit();
    return () => lowerAnonymous(tree, textOf(text));
  });

type Parser = ReturnType<typeof ApexParserFactory.createLexerAndParser>['parser'];

function run<T extends TypeDecl | TriggerDecl | AnonymousDecl>(
  text: string,
  parseTree: (parser: Parser) => () => T,
): Outcome<T> {
  const errors = new SyntaxErrors();
  const { parser } = ApexParserFactory.createLexerAndParser(text, errors);
  const lower = parseTree(parser);
  if (errors.problems.length > 0) return { problems: errors.problems };
  const tree = lower();
  const problems = plainStatements(tree);
  return problems.length > 0 ? { problems } : { problems, tree };
}
