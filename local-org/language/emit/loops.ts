/** Loops. */
import type { Stmt } from '../tree';
import type { ApexType } from '../types';
import { convertCode } from './convert';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { localName } from './names';
import { bare, block, effect } from './statements';

type Of<K extends Stmt['k']> = Extract<Stmt, { k: K }>;

/** The body of a loop. */
function body(f: Frame, s: Stmt): string {
  f.scopes.push({ kind: 'loop' });
  const code = block(f, s);
  f.scopes.pop();
  return counts(s) ? code : `{${f.unit.tick(s.pos.line)}${code}}`;
}

/** True when every pass executes a statement, so that an endless loop meets the CPU limit. */
function counts(s: Stmt): boolean {
  return s.k === 'block' ? s.statements.some(counts) : true;
}

export function whileLoop(f: Frame, s: Of<'while'>): string {
  return `while(${notNull(f, s.cond)})${body(f, s.body)}`;
}

export function doWhile(f: Frame, s: Of<'doWhile'>): string {
  const code = body(f, s.body);
  return `do${code}while(${notNull(f, s.cond)});`;
}

export function forLoop(f: Frame, s: Of<'for'>): string {
  const init = s.init.map((i) => bare(f, i)).join('');
  const cond = s.cond ? notNull(f, s.cond) : '';
  const update = s.update.map((e) => effect(f, e)).join(',');
  return `{${init}for(;${cond};${update})${body(f, s.body)}}`;
}

function elementType(over: ApexType): ApexType | null {
  if (over.k === 'list' || over.k === 'set') return over.of;
  return over.k === 'lib' ? (over.args[0] ?? null) : null;
}

export function forEach(f: Frame, s: Of<'forEach'>): string {
  const source = f.fresh();
  const item = f.fresh();
  const over = notNull(f, s.over);
  const of = elementType(s.over.type);
  const bind = (code: string): string =>
    `let ${localName(s.v)}=${of ? convertCode(code, of, s.v.type) : code};`;
  const guarded = (loop: string): string =>
    `{const ${source}=${over};${source}.iterating++;try{${loop}}finally{${source}.iterating--}}`;
  if (s.over.type.k === 'list') {
    const items = f.fresh();
    const each = `${bind(`${items}[${item}]`)}${body(f, s.body)}`;
    return guarded(
      `const ${items}=${source}.items;for(let ${item}=0;${item}<${items}.length;${item}++){${each}}`,
    );
  }
  if (s.over.type.k === 'set')
    return guarded(`for(const ${item} of ${source}.values()){${bind(item)}${body(f, s.body)}}`);
  const next = f.suspend(`nextOf(${source})`);
  const more = f.suspend(`hasNextOf(${source})`);
  const start = f.suspend(`iteratorOf(${over})`);
  return `{const ${source}=${start};while(${more}){${bind(next)}${body(f, s.body)}}}`;
}

export function forSoql(f: Frame, s: Of<'forSoql'>): string {
  const rows = f.fresh();
  const at = f.fresh();
  const query = expression(f, s.query);
  const item = s.chunks ? `chunk(${rows},${at})` : `${rows}.items[${at}]`;
  const step = s.chunks ? `${at}+=200` : `${at}++`;
  return (
    `{const ${rows}=${query};for(let ${at}=0;${at}<${rows}.items.length;${step}){` +
    `let ${localName(s.v)}=${item};${body(f, s.body)}}}`
  );
}
