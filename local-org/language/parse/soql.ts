/** SOQL as text: for `Database.query` and the REST API. */
import { ApexParserFactory } from '@apexdevtools/apex-parser';
import { SoqlError } from '../../database/contract';
import type { SoqlQuery } from '../../database/soql/ast';
import { SyntaxErrors } from './errors';
import { disguiseWildcards } from './literals';
import { lowerSoql } from './lower-soql';
import { sourceOf, textOf } from './nodes';

export interface ParsedSoql {
  readonly query: SoqlQuery;
  /** Text of each bind expression, by bind index. */
  readonly bindNames: readonly string[];
}

/** For queries that lock; the platform's wording is not documented. */
export const ORDER_AND_LOCK = 'ORDER BY is not allowed with FOR UPDATE';

const END_OF_FILE = -1;

/** Words that the grammar takes for an alias when a clause behind them is broken. */
const CLAUSE_WORDS: ReadonlySet<string> = new Set([
  'where',
  'order',
  'group',
  'having',
  'limit',
  'offset',
  'with',
  'for',
  'from',
]);

/** Programs build the same few queries again and again. */
const CACHE_SIZE = 1_000;
const cache = new Map<string, ParsedSoql>();

/** Throws SoqlError (MALFORMED_QUERY). */
export function parseSoql(soql: string): ParsedSoql {
  let parsed = cache.get(soql);
  if (!parsed) {
    parsed = parseText(soql);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(soql, parsed);
  }
  return parsed;
}

/** As on the platform. */
const MAX_LENGTH = 100_000;
/** What the parser needs grows with the cube of the depth. */
const MAX_DEPTH = 50;

/** Depth of parentheses outside of string literals. */
function depthOf(soql: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of soql.matchAll(/'(?:\\.|[^'\\])*'|[()]/gs)) {
    if (token === '(') deepest = Math.max(deepest, ++depth);
    else if (token === ')') depth--;
  }
  return deepest;
}

function refuseMonsters(soql: string): void {
  if (soql.length > MAX_LENGTH)
    throw malformed(`SOQL statements cannot be longer than ${MAX_LENGTH} characters.`);
  if (depthOf(soql) > MAX_DEPTH)
    throw new SoqlError(
      'QUERY_TOO_COMPLICATED',
      `Query is too complicated: at most ${MAX_DEPTH} nested parentheses are allowed.`,
    );
}

function parseText(soql: string): ParsedSoql {
  refuseMonsters(soql);
  const disguised = disguiseWildcards(soql);
  const errors = new SyntaxErrors();
  const { parser } = ApexParserFactory.createLexerAndParser(disguised, errors);
  const tree = parser.query();
  const next = parser.getCurrentToken() as { readonly text: string; readonly type: number };
  const [problem] = errors.problems;
  if (problem) throw malformed(`unexpected token: ${offenderOf(problem.message)}`);
  if (next.type !== END_OF_FILE) throw malformed(`unexpected token: '${next.text}'`);
  const text = textOf(disguised);
  const { query, binds, unsupported } = lowerSoql(tree, text);
  if (query.alias !== undefined && CLAUSE_WORDS.has(query.alias.toLowerCase()))
    throw malformed(`unexpected token: '${query.alias}'`);
  if (query.forUpdate && query.orderBy?.length)
    throw new SoqlError('MALFORMED_QUERY', ORDER_AND_LOCK);
  const [feature] = unsupported;
  if (feature !== undefined)
    throw malformed(`The local org does not support ${feature} yet; see docs/differences.md.`);
  return { query, bindNames: binds.map((b) => sourceOf(b, text)) };
}

const malformed = (message: string): SoqlError => new SoqlError('MALFORMED_QUERY', message);

/** The last quoted thing in a message is what stood where something else was due. */
const offenderOf = (message: string): string => /('[^']*')[^']*$/.exec(message)?.[1] ?? message;
