/** Apex, and a flow, that only the explorer's scenarios need, as a package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFiles } from '../../../local-org/org/contract';

const API = '65.0';
const FLOW = 'Explorer_Work.flow';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** Lanes whose names begin with `park` store what cannot get a place at once. */
const PARKS = 'Lane_Setting.Explorer_Parks';
const SETTING = `${HEAD}<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>Explorer parks</label><protected>false</protected>${value('Lane__c', 'park*')}${value('On_Busy__c', 'Park')}</CustomMetadata>`;

export function probePackage(): PackageFiles {
  const classes = readdirSync(__dirname).filter((name) => name.endsWith('.cls'));
  const members = classes.map((name) => `<members>${name.replace('.cls', '')}</members>`).join('');
  const types = `<types>${members}<name>ApexClass</name></types><types><members>${PARKS}</members><name>CustomMetadata</name></types>`;
  const manifest = `${HEAD}<Package ${SPACE}>${types}<version>${API}</version></Package>`;
  const meta = `${HEAD}<ApexClass ${SPACE}><apiVersion>${API}</apiVersion><status>Active</status></ApexClass>`;
  return new Map([
    ['package.xml', Buffer.from(manifest)],
    [`customMetadata/${PARKS}.md`, Buffer.from(SETTING)],
    [`flows/${FLOW}`, readFileSync(join(__dirname, FLOW))],
    ...classes.flatMap((name): [string, Buffer][] => [
      [`classes/${name}`, readFileSync(join(__dirname, name))],
      [`classes/${name}-meta.xml`, Buffer.from(meta)],
    ]),
  ]);
}

function value(field: string, text: string): string {
  return `<values><field>${field}</field><value xsi:type="xsd:string">${text}</value></values>`;
}
