/** Writes pages of Markdown, and tells what is not documented. */
import type { ApiClass, Doc, Member } from './model';

const NOTE = '<!-- Written by npm run docs:api from the comments in the source; edit those. -->';

/** The page of one class. */
export function pageOf(cls: ApiClass): string {
  const parts = [
    `# ${cls.name}`,
    NOTE,
    `\`${cls.signature}\` in [${file(cls)}](../../${cls.path})`,
  ];
  if (cls.doc) parts.push(prose(cls.doc.text));
  parts.push(...cls.members.flatMap((member) => sectionOf(member, 2)));
  return `${parts.join('\n\n')}\n`;
}

/** The page that lists all others, by folder. */
export function indexOf(classes: readonly ApiClass[]): string {
  const parts = ['# API', NOTE, 'One page per public class, from the comments in its source.'];
  const folderOf = ({ path }: ApiClass): string => path.split('/')[2] ?? '';
  for (const folder of [...new Set(classes.map(folderOf))].sort()) {
    const own = classes.filter((cls) => folderOf(cls) === folder);
    const lines = own.map(({ name, doc }) => `- [${name}](${name}.md): ${sentence(doc)}`);
    parts.push(`## ${folder}`, lines.join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function sectionOf(member: Member, depth: number): string[] {
  const title = `${'#'.repeat(depth)} ${member.name}`;
  const parts = [title, `\`\`\`apex\n${member.signature}\n\`\`\``];
  const { doc } = member;
  if (doc) {
    if (doc.text !== '') parts.push(prose(doc.text));
    const rows = [
      ...doc.params.map(({ name, text }) => `- \`${name}\`: ${cell(text)}`),
      ...(doc.returns === null ? [] : [`- Returns ${cell(doc.returns)}`]),
      ...doc.throws.map(({ name, text }) => `- Throws \`${name}\` ${cell(text)}`),
    ];
    if (rows.length > 0) parts.push(rows.join('\n'));
  }
  return [...parts, ...member.members.flatMap((inner) => sectionOf(inner, depth + 1))];
}

const file = ({ path }: ApiClass): string => path.split('/').at(-1)!;

const cell = (text: string): string => escaped(text).trim();

/** Paragraphs; indented lines are code. */
function prose(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((block) => (/^ {4}/.test(block) ? fenced(block) : escaped(block)))
    .join('\n\n');
}

/** A block of a comment is Apex, unless it begins like JSON. */
function fenced(block: string): string {
  const text = block.replace(/^ {4}/gm, '');
  return `\`\`\`${/^[{[]/.test(text) ? 'json' : 'apex'}\n${text}\n\`\`\``;
}

/** Names with underscores, stars and angle brackets are meant as they are. */
const escaped = (text: string): string => text.replace(/[<>*_]/g, (char) => `\\${char}`);

function sentence(doc: Doc | null): string {
  const text = (doc?.text ?? '').split(/\n\s*\n/)[0]!.replace(/\s+/g, ' ');
  return escaped(/^.*?[.:](?= |$)/.exec(text)?.[0] ?? text);
}

/** What a reader of the page would miss, each as `file:line: what`. */
export function undocumented(cls: ApiClass): string[] {
  const missing = (member: Member): string[] => {
    if (member.isOverride) return [];
    const at = `${cls.path}:${member.line}: ${member.name}`;
    const { doc } = member;
    if (!doc) return [`${at} has no comment`, ...member.members.flatMap(missing)];
    const named = doc.params.map(({ name }) => name);
    const isFunction = member.kind === 'method' || member.kind === 'constructor';
    return [
      ...(isFunction
        ? [
            ...member.parameters
              .filter((p) => !named.includes(p))
              .map((p) => `${at} lacks @param ${p}`),
            ...named
              .filter((p) => !member.parameters.includes(p))
              .map((p) => `${at} has no parameter ${p}`),
          ]
        : []),
      ...(member.kind === 'method' && !member.isVoid && doc.returns === null
        ? [`${at} lacks @return`]
        : []),
      ...member.members.flatMap(missing),
    ];
  };
  return missing(cls);
}
