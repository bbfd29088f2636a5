/** Which components changed since when: what source tracking of the tools asks for. */
import type { PackageFile } from '../../metadata';
import { sortFiles } from '../../metadata';
import type { ComponentResult, PackageFiles } from '../../org/contract';
import { madeUpId } from '../data/ids';
import { formatDatetime } from '../data/output';
import type { User } from '../types';

interface Member {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  revision: number;
  obsolete: boolean;
  isNew: boolean;
  changedBy: string;
  changedMs: number;
}

interface Change {
  readonly type: string;
  readonly name: string;
  readonly deleted: boolean;
}

/** Bundles are tracked as a whole and by file. */
const RESOURCES: ReadonlyMap<string, readonly [folder: string, type: string]> = new Map([
  ['LightningComponentBundle', ['lwc', 'LightningComponentResource']],
  ['AuraDefinitionBundle', ['aura', 'AuraDefinition']],
]);

function changesOf(result: ComponentResult, files: PackageFiles): readonly Change[] {
  const { type, fullName: name, deleted } = result;
  const [folder, resource] = RESOURCES.get(type) ?? [];
  const own = { type, name, deleted };
  if (folder === undefined || resource === undefined || deleted) return [own];
  const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/${name}/`));
  const parts = inside.map((path) => ({
    type: resource,
    name: path.slice(folder.length + 1),
    deleted: false,
  }));
  return [own, ...parts];
}

function keyOf({ component }: PackageFile): string {
  return `${component.type}#${component.fullName}`;
}

export class SourceMembers {
  readonly #members = new Map<string, Member>();
  #revision = 0;

  /** Counts what a deploy has done; each component that it changed gets a number above all earlier ones. */
  record(
    results: readonly ComponentResult[],
    files: PackageFiles,
    user: User,
    nowMs: number,
  ): void {
    for (const result of results) {
      const { success, type, created, changed, deleted } = result;
      if (!success || type === '' || !(created || changed || deleted)) continue;
      for (const change of changesOf(result, files)) this.#touch(change, user, nowMs);
    }
  }

  #touch({ type, name, deleted }: Change, user: User, nowMs: number): void {
    const key = `${type}#${name}`;
    const known = this.#members.get(key);
    if (known === undefined && deleted) return;
    this.#revision += 1;
    this.#members.set(key, {
      id: known?.id ?? madeUpId('0MZ', this.#members.size + 1),
      type,
      name,
      revision: this.#revision,
      obsolete: deleted,
      isNew: known === undefined || known.obsolete,
      changedBy: user.id,
      changedMs: nowMs,
    });
  }

  /** Notes what is different since the org was put back to an earlier state. */
  follow(before: PackageFiles, after: PackageFiles, user: User, nowMs: number): void {
    const known = new Map(sortFiles(before).sorted.map((file) => [keyOf(file), file]));
    for (const file of sortFiles(after).sorted) {
      const old = known.get(keyOf(file));
      known.delete(keyOf(file));
      const { type, fullName: name } = file.component;
      if (old === undefined || !old.bytes.equals(file.bytes))
        this.#touch({ type, name, deleted: false }, user, nowMs);
    }
    for (const { component } of known.values())
      this.#touch({ type: component.type, name: component.fullName, deleted: true }, user, nowMs);
  }

  /** Sets the number of a member, as tools do to call everything before a moment known. */
  setRevision(id: string, revision: number): void {
    for (const member of this.#members.values()) if (member.id === id) member.revision = revision;
  }

  /** As rows of SourceMember. */
  rows(): readonly Record<string, unknown>[] {
    return [...this.#members.values()].map((member) => ({
      Id: member.id,
      MemberIdOrName: member.name,
      MemberType: member.type,
      MemberName: member.name,
      IsNameObsolete: member.obsolete,
      IsNewMember: member.isNew,
      RevisionCounter: member.revision,
      RevisionNum: member.revision,
      ChangedBy: member.changedBy,
      LastModifiedDate: formatDatetime(member.changedMs),
    }));
  }
}
