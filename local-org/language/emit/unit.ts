/** One script in the making: constants, references to other classes, and the line table. */
import { createHash } from 'node:crypto';
import type { SoqlQuery } from '../../database/soql/ast';
import type { LineEntry, LineTable } from '../../runtime/core/trace';
import type { LibraryMember, LibraryRegistry, MemberTable } from '../../runtime/core/registry';
import type { ClassInfo, MethodInfo, Position } from '../classes';
import type { Diagnostic } from '../program';
import { classRef, linkName } from './names';

/** Decides which functions may suspend. Those are generators, called with `yield*`. */
export interface Colouring {
  method(method: MethodInfo): boolean;
  /** Constructor without arguments that nobody wrote. */
  implicitConstructor(cls: ClassInfo): boolean;
  /** Initialisers of instance fields. */
  initializers(cls: ClassInfo): boolean;
  /** Static initialisers. */
  statics(cls: ClassInfo): boolean;
}

export interface EmitOptions {
  readonly library: LibraryRegistry;
  readonly colouring: Colouring;
  /** Note executed lines. */
  readonly coverage: boolean;
  /** Number of a class's static fields within an activation. */
  readonly slotOf: (cls: ClassInfo) => number;
}

/** What a constant is, as plain data: a function of the library by its signature, or a query. */
export type ConstantOrigin =
  readonly [lib: string, table: MemberTable, name: string, params: readonly string[]] | SoqlQuery;

/** A script ready to be compiled. */
export interface UnitSource {
  readonly name: string;
  /** Equal for scripts of equal code and equal lines. */
  readonly key: string;
  /** Body of a function of `$`, `S` (support) and `K` (constants). */
  readonly code: string;
  readonly constants: readonly unknown[];
  /** Of the constants, in their order. */
  readonly origins: readonly ConstantOrigin[];
  readonly lines: LineTable;
}

/** Lines that the JavaScript engine puts before the body of a new function. */
const HEADER_LINES = 2;
const MARK = /\u0001(\d+):(\d+)\u0002/;

export class Unit {
  readonly #constants: unknown[] = [];
  readonly #origins: ConstantOrigin[] = [];
  readonly #declared = new Map<unknown, string>();
  readonly #library = new Map<string, string>();
  readonly #frames: string[] = [];
  readonly #classes = new Set<ClassInfo>();
  readonly #values = new Map<string, string>();
  #lastLine = 0;
  readonly problems: Diagnostic[] = [];

  constructor(
    readonly name: string,
    readonly kind: Diagnostic['kind'],
    readonly fileName: string,
    readonly options: EmitOptions,
  ) {}

  /** A value handed to the script; objects are kept apart by identity, text by content. */
  constant(value: unknown, origin: ConstantOrigin): string {
    const known = this.#declared.get(value);
    if (known) return known;
    const name = `k${this.#constants.push(value) - 1}`;
    this.#origins.push(origin);
    this.#declared.set(value, name);
    return name;
  }

  /** A value of the script's own, made when the script is loaded. */
  shared(code: string): string {
    const known = this.#values.get(code);
    if (known) return known;
    const name = `t${this.#values.size}`;
    this.#values.set(code, name);
    return name;
  }

  /** A constant of a platform enum. */
  libEnum(pos: Position, lib: string, name: string): string {
    const type = this.options.library.type(lib);
    const at = type?.constants?.findIndex((c) => c.toLowerCase() === name.toLowerCase()) ?? -1;
    if (!type || at < 0) {
      this.unsupported(pos, `${lib}.${name}`);
      return 'null';
    }
    return this.shared(
      `new EnumValue(${JSON.stringify(type.name)},${JSON.stringify(type.constants![at])},${at})`,
    );
  }

  /** All constants of a platform enum. */
  libEnums(lib: string): string {
    const type = this.options.library.type(lib);
    const all = (type?.constants ?? []).map(
      (c, i) => `new EnumValue(${JSON.stringify(type!.name)},${JSON.stringify(c)},${i})`,
    );
    return this.shared(`[${all.join(',')}]`);
  }

  /** A class of this or another unit. */
  cls(cls: ClassInfo): string {
    this.#classes.add(cls);
    return classRef(cls);
  }

  /** A function of the library; its absence is a problem of the source at `pos`. */
  member(
    pos: Position,
    lib: string,
    table: MemberTable,
    name: string,
    params: readonly string[],
  ): (LibraryMember & { readonly ref: string }) | null {
    const member = this.options.library.member(lib, table, name, params);
    if (!member) {
      this.unsupported(
        pos,
        `${lib}.${name}${table.endsWith('etters') ? '' : `(${params.join(', ')})`}`,
      );
      return null;
    }
    const key = `${lib}|${table}|${name}|${params.join()}`;
    let ref = this.#library.get(key);
    if (!ref) this.#library.set(key, (ref = this.constant(member.fn, [lib, table, name, params])));
    return { ...member, ref };
  }

  unsupported(pos: Position, what: string): void {
    const { fileName, name, kind } = this;
    const message = `The local org does not support ${what}`;
    this.problems.push({ fileName, name, kind, ...pos, message, unsupported: true });
  }

  /** Counts a statement, and notes its line for coverage. */
  tick(line: number): string {
    const count = 'if(++$a.statements>$a.statementLimit)over($a);';
    if (!this.options.coverage || this.kind === 'anonymous') return count;
    this.#lastLine = Math.max(this.#lastLine, line);
    return `${count}cv[${line}]=1;`;
  }

  frame(label: string): number {
    const at = this.#frames.indexOf(label);
    return at >= 0 ? at : this.#frames.push(label) - 1;
  }

  /** A line break after which the code stands for `line` of the frame. */
  mark(frame: number, line: number): string {
    return `\n\u0001${frame}:${line}\u0002`;
  }

  /** Assembles the script. `own` are the classes that it defines; `body` ends with its result. */
  finish(own: readonly ClassInfo[], body: string): UnitSource {
    const names = this.#constants.map((_, i) => `k${i}`).join(',');
    for (const cls of own) this.#classes.add(cls);
    const refs = [...this.#classes].map(classRef);
    const binders = [...this.#classes]
      .map((cls) => `${JSON.stringify(linkName(cls))}:c=>{${classRef(cls)}=c}`)
      .join(',');
    const code = [
      '"use strict";',
      `const {${SUPPORT.join(',')}}=S;`,
      names ? `const [${names}]=K;` : '',
      ...Array.from(this.#values, ([value, name]) => `const ${name}=${value};`),
      refs.length > 0 ? `let ${refs.join(',')};` : '',
      this.#lastLine > 0 ? `const cv=cover(${JSON.stringify(this.name)},${this.#lastLine});` : '',
      `const bind={${binders}};`,
      body,
    ].join('\n');
    const lines: (LineEntry | undefined)[] = [];
    const text = code.split('\n').map((line, i) => {
      const mark = MARK.exec(line);
      if (!mark) return line;
      lines[i + 1 + HEADER_LINES] = {
        frame: this.#frames[Number(mark[1])]!,
        line: Number(mark[2]),
      };
      return line.slice(mark[0].length);
    });
    return {
      name: this.name,
      key: createHash('sha1').update(`${this.name}\n${code}`).digest('base64'),
      code: text.join('\n'),
      constants: this.#constants,
      origins: this.#origins,
      lines,
    };
  }
}

/** Names that scripts take from the support object. */
export const SUPPORT = (
  'ApexObject ApexException ApexList ApexSet ApexMap SObjectTypeToken SObjectFieldToken TypeToken EnumValue ' +
  'exceptionClass npe over deep testControl thrown caught isA cast toId str eq same hashCode plainText plainHash list set map elements mapFrom ' +
  'lget lset mutable dateAdd datetimeAdd timeAdd dateToDatetime initException cloneObject open openNow ' +
  'unsupported i2l i2d i2n l2i l2d l2n d2i d2l d2n n2i n2l n2d idiv ldiv lshl lshr lushr dbl ddiv ' +
  'nadd nsub nmul ndiv nneg cmpNum cmpDbl cmpDays cmpMs cmpSeconds cmpStr lt le gt ge eqStr eqId eqNum eqDbl ' +
  'eqDays eqMs eqSeconds sget sput sparent sputParent schildren snew single dmlRows chunk sinit mapOf enumValue dec cover iteratorOf hasNextOf nextOf'
).split(' ');
