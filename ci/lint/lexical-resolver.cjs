'use strict';
const path = require('node:path');

/**
 * Import resolver for eslint-plugin-boundaries that looks at paths only, never at the disk.
 *
 * The usual resolver answers "unknown" for a file that does not exist (yet), or that is imported
 * with another extension, and the boundary rule then lets the import pass. An arrow between two
 * folders is a fact about the text of the import, so this one cannot be dodged that way; whether
 * the target exists is the type checker's business.
 *
 * @type {{ interfaceVersion: 2, resolve(source: string, file: string): { found: boolean, path?: string | null } }}
 */
module.exports = {
  interfaceVersion: 2,
  resolve(source, file) {
    if (!/^\.{1,2}(\/|$)/.test(source)) return { found: false };
    const target = path.resolve(path.dirname(file), source);
    if (/\.([cm]?[jt]s|json)$/.test(target)) return { found: true, path: target };
    if (target.endsWith('.test')) return { found: true, path: `${target}.ts` };
    // A folder stands for its index file: as a bare path it would be described from outside.
    return { found: true, path: path.join(target, 'index.ts') };
  },
};
