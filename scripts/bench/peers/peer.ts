/** A package of others, as far as this benchmark needs to know it. */
export interface Peer {
  readonly name: string;
  /** Where its source is published. */
  readonly url: string;
  /** Source folder inside its repository. */
  readonly source: string;
  /** How it does the work; absent while the local org cannot carry it. */
  readonly adapter?: Adapter;
}

export interface Adapter {
  /** Object of the rows that it leaves, when that is not `Peer_Effect__c`. */
  readonly effect?: string;
  /** Apex classes, by name, that leave one `Peer_Effect__c` with its `Key__c` per piece of work. */
  readonly classes: Readonly<Record<string, string>>;
  /** Records of custom metadata types, by name (`Type.Record`): values by field. */
  readonly records?: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  /** Anonymous Apex that the package asks for once it is installed. */
  readonly setup?: string;
  /** Anonymous Apex that hands over the work for the keys of `List<String> keys`. */
  readonly enqueue: string;
}
