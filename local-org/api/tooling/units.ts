/** Deployed classes and triggers as the tooling API lists them. */
import { createHash } from 'node:crypto';
import type { LocalOrg } from '../../org/contract';
import { madeUpId } from '../data/ids';

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: 'class' | 'trigger';
  readonly body: string;
  readonly apiVersion: number;
  readonly status: string;
}

/** The same name always has the same Id, as clients keep them between two requests. */
export function unitId(kind: Unit['kind'], name: string): string {
  const hash = createHash('sha256').update(name.toLowerCase()).digest();
  return madeUpId(kind === 'class' ? '01p' : '01q', hash.readUIntBE(0, 6));
}

/** Reads classes and triggers out of what was deployed last. */
export function units(org: LocalOrg): readonly Unit[] {
  const files = org.files();
  return [...files].flatMap(([path, bytes]): Unit[] => {
    const found = /^(?:classes|triggers)\/([^/]+)\.(cls|trigger)$/.exec(path);
    if (found === null) return [];
    const [, name = '', suffix] = found;
    const kind = suffix === 'cls' ? 'class' : 'trigger';
    const meta = files.get(`${path}-meta.xml`)?.toString('utf8') ?? '';
    return [
      {
        id: unitId(kind, name),
        name,
        kind,
        body: bytes.toString('utf8'),
        apiVersion: Number(/<apiVersion>\s*([\d.]+)/.exec(meta)?.[1] ?? 0),
        status: /<status>\s*(\w+)/.exec(meta)?.[1] ?? 'Active',
      },
    ];
  });
}
