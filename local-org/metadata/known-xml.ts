/** Documents that were read before: a package has many equal ones, and the next deploy most of them. */
import { parseXml, type XmlElement } from './xml';

const KEPT = 2_000;
/** Longer ones are few, and change. */
const LONGEST = 32_768;
const known = new Map<string, XmlElement>();

/** As `parseXml`; equal documents give the same element, which nobody may change. */
export function readXml(text: string): XmlElement {
  const before = known.get(text);
  if (before !== undefined) return before;
  const root = parseXml(text);
  if (text.length > LONGEST) return root;
  if (known.size >= KEPT) known.delete(known.keys().next().value!);
  known.set(text, root);
  return root;
}
