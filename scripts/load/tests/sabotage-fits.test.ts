/** The guards that sabotages take out are where they are looked for, and nothing is left behind. */
import { existsSync } from 'node:fs';
import { prepareFolders } from '../folders';
import { SABOTAGES, sabotageNames } from '../sabotage';

test.each(sabotageNames())('%s fits the package', (name) => {
  const folders = prepareFolders(name);
  expect(folders.paths).toHaveLength(2);
  folders.remove();
  expect(existsSync(folders.paths[0]!)).toBe(false);
});

test('a sabotage that no longer fits is refused by name', () => {
  const edits = SABOTAGES['flag-sticks'].edits as unknown as { find: string }[];
  const before = edits[0]!.find;
  edits[0]!.find = 'this text stands nowhere';
  try {
    expect(() => prepareFolders('flag-sticks')).toThrow(
      /Sabotage "flag-sticks" no longer fits .*LaneJudge\.cls/,
    );
  } finally {
    edits[0]!.find = before;
  }
});
