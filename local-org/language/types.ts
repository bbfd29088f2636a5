/** Static types of Apex, as the checker computes them and the emitter reads them. */
import type { ClassInfo } from './classes';

export type PrimitiveName =
  | 'Boolean'
  | 'Integer'
  | 'Long'
  | 'Double'
  | 'Decimal'
  | 'String'
  | 'Id'
  | 'Date'
  | 'Datetime'
  | 'Time'
  | 'Blob'
  | 'Object';

export type ApexType =
  | { readonly k: 'primitive'; readonly name: PrimitiveName }
  | { readonly k: 'void' }
  /** The type of the literal `null`. */
  | { readonly k: 'null' }
  | { readonly k: 'list'; readonly of: ApexType }
  | { readonly k: 'set'; readonly of: ApexType }
  | { readonly k: 'map'; readonly key: ApexType; readonly value: ApexType }
  /** `name` is the canonical API name, or null for the generic `SObject`. */
  | { readonly k: 'sobject'; readonly name: string | null }
  /** A class, interface or enum written in Apex. */
  | { readonly k: 'class'; readonly cls: ClassInfo }
  /** A class, interface or enum of the platform, fully qualified: `System.Queueable`. */
  | { readonly k: 'lib'; readonly name: string; readonly args: readonly ApexType[] };
