/** The package itself must check cleanly; its objects are read from its own metadata. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageSchema } from './schema';
import { checkSources, source } from './support';

const ROOT = join(__dirname, '..', '..', '..', 'force-app');

const sources = existsSync(ROOT)
  ? readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(cls|trigger)$/.test(file))
      .map((file) =>
        source(
          basename(file).replace(/\.\w+$/, ''),
          readFileSync(join(ROOT, file), 'utf8'),
          file.endsWith('.cls') ? 'class' : 'trigger',
        ),
      )
  : [];

test('the package has no errors', () => {
  const { diagnostics } = checkSources(sources, packageSchema(ROOT));
  expect(diagnostics.map((d) => `${d.name}:${d.line} ${d.message}`)).toEqual([]);
});
