/** Apex that only the explorer's scenarios need, as a package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFiles } from '../../../local-org/org/contract';

const API = '65.0';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export function probePackage(): PackageFiles {
  const classes = readdirSync(__dirname).filter((name) => name.endsWith('.cls'));
  const members = classes.map((name) => `<members>${name.replace('.cls', '')}</members>`).join('');
  const types = `<types>${members}<name>ApexClass</name></types>`;
  const manifest = `${HEAD}<Package ${SPACE}>${types}<version>${API}</version></Package>`;
  const meta = `${HEAD}<ApexClass ${SPACE}><apiVersion>${API}</apiVersion><status>Active</status></ApexClass>`;
  return new Map([
    ['package.xml', Buffer.from(manifest)],
    ...classes.flatMap((name): [string, Buffer][] => [
      [`classes/${name}`, readFileSync(join(__dirname, name))],
      [`classes/${name}-meta.xml`, Buffer.from(meta)],
    ]),
  ]);
}
