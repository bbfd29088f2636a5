/** The guards that sabotages take out are where they are looked for, and nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareFolders } from '../folders';
import { SABOTAGES, sabotageNames } from '../sabotage';

test.each(sabotageNames())('%s fits the package', (name) => {
  const folders = prepareFolders(name);
  expect(folders.paths).toHaveLength(2);
  folders.remove();
  expect(existsSync(folders.paths[0]!)).toBe(false);
});

test('the copy of a process that was killed is removed by the next one; that of a living one stays', () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const [orphan, kept] = [gone, process.ppid].map((pid) =>
    join(tmpdir(), `apex-mutex-sabotage-${pid}-test`),
  ) as [string, string];
  mkdirSync(join(orphan, 'force-app'), { recursive: true });
  mkdirSync(kept, { recursive: true });
  try {
    prepareFolders('flag-sticks').remove();
    expect(existsSync(orphan)).toBe(false);
    expect(existsSync(kept)).toBe(true);
  } finally {
    rmSync(kept, { recursive: true });
  }
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
