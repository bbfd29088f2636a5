'use strict';
// The rules are TypeScript like everything else; ESLint itself reads JavaScript only.
const { register } = require('esbuild-register/dist/node');

const { unregister } = register({ target: 'node20' });
const { lintConfig } = require('./ci/lint/index.ts');
unregister();

module.exports = lintConfig(__dirname);
