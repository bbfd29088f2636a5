/** Files of flows. What they mean is read by `flow`, which knows objects and code. */
import type { PackageComponent } from './contract';
import type { SourceFile } from './report';
import { positionAt, type XmlElement } from './xml';

export interface FlowFile {
  /** API name; older tools put a version behind it (`My_Flow-3`), which counts for nothing. */
  readonly name: string;
  readonly component: PackageComponent;
  readonly root: XmlElement;
  /** Line and column, both from 1, of a part of the file. */
  place(this: void, at: XmlElement): { readonly line: number; readonly column: number };
}

export function readFlowFile(source: SourceFile): FlowFile | undefined {
  const root = source.parse();
  if (root === undefined) return undefined;
  if (root.name !== 'Flow') {
    source.error(`Error parsing file: The root element must be Flow, not ${root.name}`, root);
    return undefined;
  }
  const { component, text } = source;
  return {
    name: component.fullName.replace(/-\d+$/, ''),
    component,
    root,
    place: ({ offset }) => positionAt(text, offset),
  };
}
