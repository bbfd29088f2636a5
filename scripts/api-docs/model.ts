/** What a page of the API says about a class. */

/** An ApexDoc comment, taken apart. */
export interface Doc {
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  readonly returns: string | null;
  readonly throws: readonly { readonly name: string; readonly text: string }[];
}

export type MemberKind = 'constructor' | 'method' | 'property' | 'constants' | 'class';

export interface Member {
  readonly kind: MemberKind;
  readonly name: string;
  /** Without annotations and body, on one line. */
  readonly signature: string;
  readonly line: number;
  readonly parameters: readonly string[];
  readonly isVoid: boolean;
  readonly isOverride: boolean;
  readonly doc: Doc | null;
  /** Of an inner class. */
  readonly members: readonly Member[];
}

export interface ApiClass extends Member {
  /** Path of the file in the repository. */
  readonly path: string;
}
