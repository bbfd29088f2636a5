/** `npm run docs:api`: writes docs/api from the comments in force-app; `--check` compares only. */
import { resolve } from 'node:path';
import { apiDocs } from './api-docs/run';

const { problems, written } = apiDocs(resolve(__dirname, '..'), process.argv.includes('--check'));
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`${problems.length} problems, ${written} pages written.\n`);
if (problems.length > 0) process.exitCode = 1;
