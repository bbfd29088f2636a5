/** Ids of deployed classes and triggers. */
import type { LocalOrg } from '../../org/contract';

export type UnitKind = 'class' | 'trigger';

/** Looks Ids up by name; an unknown name has none. */
export interface UnitIds {
  of(kind: UnitKind, name: string): string;
  /** The name that belongs to an Id of 18 characters. */
  nameOf(kind: UnitKind, id: string): string | undefined;
  /** The class of that name or Id. */
  className(nameOrId: string): string | undefined;
}

function rows(org: LocalOrg, object: string): readonly { id: string; name: string }[] {
  const tx = org.database.begin();
  const query = {
    select: ['Id', 'Name'].map((name) => ({ kind: 'field' as const, path: [name] })),
    from: object,
    source: `SELECT Id, Name FROM ${object}`,
  };
  try {
    return tx
      .query(query, [])
      .rows.flatMap(({ values: { Id, Name } }) =>
        typeof Id === 'string' && typeof Name === 'string' ? [{ id: Id, name: Name }] : [],
      );
  } finally {
    tx.rollback();
  }
}

/** Reads the Ids as they are now. */
export function unitIds(org: LocalOrg): UnitIds {
  const classes = rows(org, 'ApexClass');
  const triggers = rows(org, 'ApexTrigger');
  const byName = new Map([
    ...classes.map(({ id, name }) => [`class:${name.toLowerCase()}`, id] as const),
    ...triggers.map(({ id, name }) => [`trigger:${name.toLowerCase()}`, id] as const),
  ]);
  return {
    of: (kind, name) => byName.get(`${kind}:${name.toLowerCase()}`) ?? '',
    nameOf: (kind, id) =>
      (kind === 'class' ? classes : triggers).find((unit) => unit.id === id)?.name,
    className: (nameOrId) =>
      classes.find(
        ({ id, name }) =>
          name.toLowerCase() === nameOrId.toLowerCase() ||
          (nameOrId.length >= 15 && id.startsWith(nameOrId)),
      )?.name,
  };
}
