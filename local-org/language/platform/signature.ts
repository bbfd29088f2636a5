/** Signatures of the platform's types, and how they are read from their compact text. */

/** `System.Map<System.String,T>` */
export interface Signature {
  readonly name: string;
  readonly args: readonly Signature[];
}

export interface PlatformMethod {
  readonly name: string;
  readonly isStatic: boolean;
  readonly returns: Signature;
  readonly params: readonly Signature[];
}

export interface PlatformField {
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: Signature;
}

export interface PlatformType {
  /** Fully qualified, in the platform's spelling. */
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly superName: string | null;
  readonly interfaces: readonly Signature[];
  readonly typeParams: readonly string[];
  readonly methods: readonly PlatformMethod[];
  readonly constructors: readonly PlatformMethod[];
  readonly fields: readonly PlatformField[];
  /** Of an enum. */
  readonly constants: readonly string[];
}

/** `Object`, `System.List<T>`: how parameter types are written in the registry's keys. */
export const signatureText = (s: Signature): string =>
  s.args.length === 0 ? s.name : `${s.name}<${s.args.map(signatureText).join(',')}>`;

/** Splits at the separators that stand outside of angle brackets. */
function split(text: string, separator: string): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '<') depth++;
    else if (c === '>') depth--;
    else if (c === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

export function parseSignature(text: string): Signature {
  const open = text.indexOf('<');
  if (open < 0) return { name: text.replace('~', 'System.'), args: [] };
  return {
    name: text.slice(0, open).replace('~', 'System.'),
    args: split(text.slice(open + 1, -1), ',').map(parseSignature),
  };
}

const VOID: Signature = { name: 'void', args: [] };

function parseMethod(text: string): PlatformMethod {
  const isStatic = text.startsWith('+');
  const open = text.indexOf('(');
  const colon = text.indexOf(':');
  return {
    name: text.slice(isStatic ? 1 : 0, colon < 0 ? open : colon),
    isStatic,
    returns: colon < 0 ? VOID : parseSignature(text.slice(colon + 1, open)),
    params: split(text.slice(open + 1, -1), ',').map(parseSignature),
  };
}

function parseField(text: string): PlatformField {
  const isStatic = text.startsWith('+');
  const colon = text.indexOf(':');
  return {
    name: text.slice(isStatic ? 1 : 0, colon),
    isStatic,
    type: parseSignature(text.slice(colon + 1)),
  };
}

/** Reads one line of the type data (its format is described in `build-types.ts`). */
export function parseTypeLine(line: string): PlatformType {
  const [name = '', kind, base = '', ifs = '', params = '', methods = '', ctors = '', fields = ''] =
    line.split('|');
  const isEnum = kind === 'enum';
  const list = (text: string): string[] => split(text, ';');
  return {
    name: parseSignature(name).name,
    kind: isEnum ? 'enum' : kind === 'interface' ? 'interface' : 'class',
    superName: base === '' ? null : parseSignature(base).name,
    interfaces: list(ifs).map(parseSignature),
    typeParams: list(params),
    methods: list(methods).map(parseMethod),
    constructors: list(ctors).map(parseMethod),
    fields: isEnum ? [] : list(fields).map(parseField),
    constants: isEnum ? list(fields) : [],
  };
}
