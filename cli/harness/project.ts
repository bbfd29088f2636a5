/** A Salesforce DX project in a folder of its own, to be changed by tests at will. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Home } from './home';

const ROOT = path.resolve(__dirname, '../..');

export interface Project {
  readonly folder: string;
  /** Writes a file below the folder. */
  write(file: string, text: string): void;
}

/** A project with nothing but its configuration. */
export function emptyProject(home: Home, name: string): Project {
  const folder = path.join(home.folder, name);
  const write = (file: string, text: string): void => {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  mkdirSync(path.join(folder, 'force-app'), { recursive: true });
  const config = { packageDirectories: [{ path: 'force-app', default: true }] };
  write('sfdx-project.json', JSON.stringify({ ...config, sourceApiVersion: '65.0' }));
  return { folder, write };
}

/** A copy of this repository as far as the CLI looks at it. */
export function thisProject(home: Home): Project {
  const project = emptyProject(home, 'apex-mutex');
  for (const name of ['sfdx-project.json', '.forceignore', 'config', 'force-app'])
    cpSync(path.join(ROOT, name), path.join(project.folder, name), { recursive: true });
  return project;
}

const META = (type: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<${type} xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>65.0</apiVersion>
    <status>Active</status>
</${type}>
`;

/** Writes a class with its meta file. */
export function writeClass(project: Project, name: string, text: string): void {
  const file = `force-app/main/default/classes/${name}.cls`;
  project.write(file, text);
  project.write(`${file}-meta.xml`, META('ApexClass'));
}
