/** try, catch and finally, which uncatchable exceptions pass by. */
import type { Stmt } from '../tree';
import type { Frame } from './frame';
import { localName, quote, typeName } from './names';
import { block, statements } from './statements';

type Try = Extract<Stmt, { k: 'try' }>;

export function tryCatch(f: Frame, s: Try): string {
  return s.finally ? withFinally(f, s) : guarded(f, s);
}

/** Body and catch clauses. A caught exception ends the calls that it came through. */
function guarded(f: Frame, s: Try): string {
  const body = block(f, s.body);
  if (s.catches.length === 0) return body;
  const restore = f.options.countsDepth ? '$a.depth=$d+1;' : '';
  const clauses = s.catches.map(({ v, type, body: handler }) => {
    const name = localName(v);
    const bind = `let ${name}=$x;${statements(f, handler)}`;
    const all = type.k === 'lib' && type.name.toLowerCase() === 'system.exception';
    const test =
      type.k === 'class'
        ? `$x instanceof ${f.unit.cls(type.cls)}`
        : `isA($x,${quote(typeName(type))})`;
    return all ? `{${bind}}` : `if(${test}){${bind}}`;
  });
  const last = s.catches.at(-1)!.type;
  const open = !(last.k === 'lib' && last.name.toLowerCase() === 'system.exception');
  if (open) clauses.push('throw $e;');
  return `try${body}catch($e){const $x=caught($e);if($x===null)throw $e;${restore}${clauses.join('else ')}}`;
}

/**
 * The finally block runs only when Apex itself leaves the try: normally, by a jump, or by an exception
 * that can be caught. Not when the transaction is ended from outside.
 */
function withFinally(f: Frame, s: Try): string {
  const flag = f.temp();
  f.scopes.push({ kind: 'finally', flag });
  const inner = guarded(f, s);
  f.scopes.pop();
  const restore = f.options.countsDepth ? '$a.depth=$d+1;' : '';
  return (
    `${flag}=0;try{${inner}${flag}=1;}catch($e){if(caught($e)!==null){${flag}=1;${restore}}throw $e;}` +
    `finally{if(${flag}===1){${flag}=0;${statements(f, s.finally!)}}}`
  );
}
