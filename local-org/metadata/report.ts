/** Collects what the reader finds, part by part. */
import type { PackageComponent, PackageProblem } from './contract';
import { readXml } from './known-xml';
import type { XmlElement } from './xml';
import { XmlError, positionAt } from './xml';

/** Said of everything that the local org lacks. */
export function unsupported(what: string): string {
  return `${what} is not supported by the local org; see docs/differences.md`;
}

/** One file of the package with the component that it belongs to. */
export class SourceFile {
  readonly text: string;

  constructor(
    readonly component: PackageComponent,
    bytes: Buffer,
    readonly problems: PackageProblem[],
  ) {
    this.text = bytes.toString('utf8').replace(/^\ufeff/, '');
  }

  /** Parses the file; a broken one becomes a problem and gives undefined. */
  parse(): XmlElement | undefined {
    try {
      return readXml(this.text);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      this.problems.push({
        component: this.component,
        severity: 'Error',
        message: `Error parsing file: ${error.message}`,
        line: error.line,
        column: error.column,
      });
      return undefined;
    }
  }

  error(message: string, at?: XmlElement, component = this.component): void {
    this.#add('Error', message, at, component);
  }

  warning(message: string, at?: XmlElement, component = this.component): void {
    this.#add('Warning', message, at, component);
  }

  #add(
    severity: 'Error' | 'Warning',
    message: string,
    at: XmlElement | undefined,
    component: PackageComponent,
  ): void {
    const place = at === undefined ? {} : positionAt(this.text, at.offset);
    this.problems.push({ component, severity, message, ...place });
  }
}
