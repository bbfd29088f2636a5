/** Lays expanded Apex out with Prettier, where its Apex plugin is installed. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CallRefused } from './sources';

/** @param path of the source: its Prettier configuration is the one that counts */
export type Format = (text: string, path: string) => Promise<string>;

const PLUGIN = resolve(__dirname, '../../ci/node_modules/prettier-plugin-apex/dist/src/index.js');

/**
 * @param wanted false: text stays as it is
 * @throws CallRefused if the plugin is not installed
 */
export async function formatter(wanted: boolean): Promise<Format> {
  if (!wanted) return (text) => Promise.resolve(text);
  if (!existsSync(PLUGIN))
    throw new CallRefused('--format needs the Apex plugin of Prettier: npm ci --prefix ci');
  const prettier = await import('prettier');
  return async (text, path) => {
    const options = await prettier.resolveConfig(path);
    return prettier.format(text, { ...options, parser: 'apex', plugins: [PLUGIN] });
  };
}
