/** Makes a run in the graph of known states, without any org, as far as they are known. */
import type { Decider, Decision } from '../decider';
import { digestOfMove } from '../fingerprint';
import type { Move, Run } from '../model';
import type { Lead } from '../recorder';
import type { Sighting } from '../world';
import { ORG } from '../options';
import { choiceOf, type Edge, type Point, type Rest, type Tail } from './graph';
import { idsOf, type Line } from './line';
import type { Progress } from './survey';

/** A run, or the beginning of one: what is known of it, with or without the org. */
export class Walk implements Lead {
  readonly moves: Move[] = [];
  readonly digests: number[] = [];
  /** What was chosen. The last choice may lead to where nobody has been: then there is no move for it. */
  readonly decisions: Decision[] = [];
  /** Where it was chosen; null: the org was there, and nobody can say where that is. */
  readonly points: (Point | null)[] = [];
  readonly sightings: Sighting<unknown>[] = [];
  abandoned = false;
  /** The run, when all of it is known: nobody needs the org for the rest of it. */
  end: Run | null = null;
  /** What was walked is judged to fail. The org has to agree. */
  suspect = false;
  /** Index of the move that brought a task into being. */
  readonly #parents = new Map<string, number>();
  #line: Line;

  /**
   * @param begin what everybody can see before the first move
   * @param line tasks before it
   */
  constructor(begin: unknown, line: Line) {
    this.sightings.push({ after: -1, view: begin });
    this.#line = line;
  }

  get observed(): number {
    return this.moves.length;
  }

  get over(): boolean {
    return this.end !== null;
  }

  /** The org has gone on from where the walk had ended. */
  catchUp({ moves, spawns, sightings, line }: Progress): void {
    for (const { id, from } of spawns) this.#parents.set(id, from);
    for (const move of moves.slice(this.moves.length)) {
      this.moves.push(move);
      this.digests.push(digestOfMove(move));
    }
    const mover = this.moves.findLast(({ id }) => id !== ORG)?.id ?? '';
    this.#line = this.#line.lines.of(idsOf(line), mover);
    this.sightings.splice(0, this.sightings.length, ...sightings);
  }

  /**
   * @param limit moves of a run at most
   * @param from where it stands; null: nobody knows
   * @returns where everything is at rest; null when the way there is not known, or the player gave up
   */
  toRest(decider: Decider, limit: number, from: Point | null): Rest | null {
    let at: Point | Rest | null = from;
    while (at?.kind === 'point' && this.moves.length < limit) {
      const { offers, first, keys } = at.arranged(this.#line);
      const decision = decider.decide(offers, first, keys);
      if (decision === null) {
        this.abandoned = true;
        return null;
      }
      this.decisions.push(decision);
      this.points.push(at);
      const edge = at.edges.get(choiceOf(decision.chosen));
      if (edge === undefined) return null;
      const move = this.#take(edge, decision.enabled);
      decider.player.observe?.(move);
      at = edge.to;
    }
    return at?.kind === 'rest' ? at : null;
  }

  /** What happens after everything has come to rest. */
  follow(tail: Tail): void {
    const base = this.moves.length;
    tail.moves.forEach((move, i) => {
      const own = tail.parents[i]!;
      const parent = own === null ? (this.#parents.get(move.id) ?? -1) : base + own;
      this.moves.push(moveOf(move, base + i, parent, move.enabled));
      this.digests.push(tail.digests[i]!);
    });
    for (const { after, view } of tail.sightings)
      this.sightings.push({ after: base + after, view });
  }

  #take({ move, digest, spawned, shift, view }: Edge, enabled: readonly string[]): Move {
    const index = this.moves.length;
    this.#line = this.#line.after(shift);
    for (const id of spawned) this.#parents.set(id, index);
    const fresh = moveOf(move, index, this.#parents.get(move.id) ?? -1, enabled);
    this.moves.push(fresh);
    this.digests.push(digest);
    if (view !== undefined) this.sightings.push({ after: index, view });
    return fresh;
  }
}

function moveOf(move: Move, index: number, parent: number, enabled: readonly string[]): Move {
  const { key, id, variant, name, kind, op, at, footprint, blocked, end, note } = move;
  // One literal for all: moves of one shape are fast to make and to read.
  return {
    key,
    id,
    variant,
    parent,
    name,
    kind,
    op,
    at,
    enabled,
    blocked,
    end,
    index,
    footprint,
    note,
  };
}
