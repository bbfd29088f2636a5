/** Everything the checker knows while it works: classes, schema, what the library can run, and errors. */
import type { Schema } from '../../database/schema';
import type { LibraryType, MemberTable } from '../../runtime/core/registry';
import type { Access, ClassInfo, FieldInfo, MethodInfo, Position } from '../classes';
import type { Diagnostic } from '../program';
import type { Member, MethodDecl, TypeDecl } from '../parse/syntax';

/** What the checker asks of the library: a `LibraryRegistry`, or a stand-in for tests. */
export interface LibrarySupport {
  type(name: string): LibraryType | undefined;
  member(type: string, table: MemberTable, name: string, params: readonly string[]): unknown;
}

/** Where an error is reported. */
export interface FileRef {
  readonly fileName: string;
  readonly name: string;
  readonly kind: 'class' | 'trigger' | 'anonymous';
}

/** Who may read and write a property; null: nobody. */
export interface PropertyAccess {
  readonly get: Access | null;
  readonly set: Access | null;
}

/** What the checker remembers of a class beside its public description. */
export interface ClassNotes {
  readonly decl: TypeDecl | { readonly members: readonly Member[] };
  readonly file: FileRef;
}

export class World {
  /** Top-level classes by lower-case name. */
  readonly classes = new Map<string, ClassInfo>();
  readonly notes = new Map<ClassInfo, ClassNotes>();
  readonly properties = new Map<FieldInfo, PropertyAccess>();
  readonly methodDecls = new Map<MethodInfo, MethodDecl>();
  /** Lower-case names of classes that could not be parsed: no one complains about them a second time. */
  readonly broken = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #reported = new Set<string>();

  constructor(
    readonly schema: Schema,
    readonly library: LibrarySupport,
    /** Anonymous Apex sees the classes of the org, and may shadow them. */
    readonly parent: World | null = null,
  ) {}

  topLevel(name: string): ClassInfo | undefined {
    const key = name.toLowerCase();
    return this.classes.get(key) ?? this.parent?.topLevel(name);
  }

  isBroken(name: string): boolean {
    return this.broken.has(name.toLowerCase()) || (this.parent?.isBroken(name) ?? false);
  }

  propertyOf(field: FieldInfo): PropertyAccess | undefined {
    return this.properties.get(field) ?? this.parent?.propertyOf(field);
  }

  notesOf(cls: ClassInfo): ClassNotes | undefined {
    return this.notes.get(cls) ?? this.parent?.notesOf(cls);
  }

  /** The platform leaves the namespace System out of its messages. */
  report(file: FileRef, pos: Position, text: string, unsupported = false): void {
    const message = unsupported ? text : text.replace(/\bSystem\.(?=[A-Z])/g, '');
    const key = `${file.fileName}:${pos.line}:${pos.column}:${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.diagnostics.push({
      ...file,
      line: pos.line,
      column: pos.column,
      message,
      ...(unsupported && { unsupported }),
    });
  }

  unsupported(file: FileRef, pos: Position, what: string): void {
    const message = `The local org does not support ${what} yet; see docs/differences.md.`;
    this.report(file, pos, message, true);
  }
}
