/**
 * A search through states as text: its arrays, compressed (digests do not shrink; the rest of a state
 * takes about 12 bytes of base64). What a digest stands for is the same in every process, see
 * `EmbeddedOrg.stateText`, so whoever reads it can go on.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Tally } from './flood-run';
import { Frontier } from './frontier';
import { StateTable, type TableParts } from './state-table';

export interface SavedSearch {
  readonly table: StateTable;
  readonly frontier: Frontier;
  readonly runs: number;
  readonly tally: Tally;
}

type Numbers = Uint32Array | Int32Array | Uint16Array;

interface Written {
  readonly runs: number;
  readonly tally: Tally;
  readonly taken: string;
  readonly table: Readonly<Record<keyof TableParts, string>>;
}

export function writeSearch({ table, frontier, runs, tally }: SavedSearch): string {
  const { digests, first, offered, targets, moves } = table.parts();
  const written: Written = {
    runs,
    tally,
    taken: packed(frontier.taken),
    table: {
      digests: packed(digests),
      first: packed(first),
      offered: packed(offered),
      targets: packed(targets),
      moves: packed(moves),
    },
  };
  return JSON.stringify(written);
}

/** @throws Error when it is not the text of a search */
export function readSearch(text: string): SavedSearch {
  const { runs, tally, taken, table: arrays } = JSON.parse(text) as Written;
  const { digests, first, offered, targets, moves } = arrays;
  const table = StateTable.of({
    digests: new Uint32Array(unpacked(digests)),
    first: new Int32Array(unpacked(first)),
    offered: new Uint32Array(unpacked(offered)),
    targets: new Int32Array(unpacked(targets)),
    moves: new Uint32Array(unpacked(moves)),
  });
  return { table, frontier: new Frontier(table, new Uint16Array(unpacked(taken))), runs, tally };
}

function packed({ buffer, byteOffset, byteLength }: Numbers): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return deflateRawSync(bytes, { level: 3 }).toString('base64');
}

function unpacked(text: string): ArrayBuffer {
  const bytes = inflateRawSync(Buffer.from(text, 'base64'));
  return new Uint8Array(bytes).buffer;
}
