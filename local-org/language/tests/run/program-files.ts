/** Small Apex programs that say in comments what they print and what they throw. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface ProgramFile {
  /** `integers/overflow`. */
  readonly name: string;
  /** What runs as anonymous Apex: the part after `// main`, if there is one. */
  readonly main: string;
  /** Classes of the org: the parts after `// file: Counter`. */
  readonly classes: readonly { readonly name: string; readonly text: string }[];
  /** `// expect: …`, in the order in which the program prints. */
  readonly output: readonly string[];
  /** `// throws: System.MathException: Divide by 0`, or null. */
  readonly throws: string | null;
}

export function programFiles(root: string): ProgramFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.apex'))
    .sort()
    .map((file) => read(root, file));
}

function read(root: string, file: string): ProgramFile {
  const text = readFileSync(path.join(root, file), 'utf8');
  const notes = (word: string): string[] =>
    Array.from(text.matchAll(new RegExp(`// ${word}:[ ]?(.*)$`, 'gm')), (m) => m[1]!.trimEnd());
  const [first = '', ...parts] = text.split(/^\/\/ (?=file: |main$)/m);
  const classes: { name: string; text: string }[] = [];
  let main = first;
  for (const part of parts) {
    const [head = '', ...lines] = part.split('\n');
    const body = lines.join('\n');
    if (head === 'main') main = body;
    else classes.push({ name: head.slice('file: '.length).trim(), text: body });
  }
  return {
    name: file.slice(0, -'.apex'.length),
    main,
    classes,
    output: notes('expect'),
    throws: notes('throws')[0] ?? null,
  };
}
