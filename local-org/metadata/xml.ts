/** Reads XML into small elements that know their place in the file. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Why a document could not be read, and where. */
export class XmlError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
    this.name = 'XmlError';
  }
}

/** One element. Names come without their namespace prefix. */
export class XmlElement {
  constructor(
    readonly name: string,
    readonly attributes: Readonly<Record<string, string>>,
    readonly children: readonly XmlElement[],
    /** The text between the tags, exactly as written. */
    readonly rawText: string,
    /** Offset of the opening tag in the document. */
    readonly offset: number,
  ) {}

  /** The first child of that name. */
  child(name: string): XmlElement | undefined {
    return this.children.find((child) => child.name === name);
  }

  all(name: string): readonly XmlElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** Trimmed text of the first child of that name; undefined when absent, empty or nil. */
  text(name: string): string | undefined {
    const child = this.child(name);
    return child === undefined ? undefined : child.value;
  }

  get value(): string | undefined {
    const text = this.rawText.trim();
    return text === '' || this.attributes['nil'] === 'true' ? undefined : text;
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    const value = text === undefined ? NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
}

const META = XMLParser.getMetaDataSymbol() as symbol;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
  // Numeric character references need this; documents with a DTD are refused before.
  htmlEntities: true,
  processEntities: { enabled: true, maxExpandedLength: Infinity, maxTotalExpansions: Infinity },
});

type Node = Record<string, unknown> & { readonly [':@']?: Record<string, string> };

function toElement(node: Node): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name === '#text') return undefined;
  const content = node[name] as readonly Node[];
  const meta = (node as Record<symbol, unknown>)[META] as { startIndex?: number } | undefined;
  return new XmlElement(
    name,
    node[':@'] ?? {},
    content.map(toElement).filter((child) => child !== undefined),
    content.map((child) => (child['#text'] as string | undefined) ?? '').join(''),
    meta?.startIndex ?? 0,
  );
}

/** Line and column, both from 1, of an offset. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}

/**
 * Parses a whole document.
 *
 * @returns its root element
 * @throws XmlError with the place of the first error
 */
export function parseXml(source: string): XmlElement {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  const dtd = /<!(?:DOCTYPE|ENTITY)/i.exec(text);
  if (dtd) {
    const { line, column } = positionAt(text, dtd.index);
    throw new XmlError('A document type declaration is not allowed here.', line, column);
  }
  const checked = XMLValidator.validate(text);
  if (checked !== true) throw new XmlError(checked.err.msg, checked.err.line, checked.err.col ?? 1);
  let roots: readonly Node[];
  try {
    roots = parser.parse(text) as readonly Node[];
  } catch (error) {
    throw new XmlError(error instanceof Error ? error.message : String(error), 1, 1);
  }
  const root = roots.map(toElement).find((element) => element !== undefined);
  if (root === undefined) throw new XmlError('The document is empty.', 1, 1);
  return root;
}

/** Escapes text for use between tags or in an attribute. */
export function escapeXml(text: string): string {
  return (
    text
      // XML 1.0 has no way to write these characters at all.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
