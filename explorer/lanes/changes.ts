/** What a commit changed for everybody, in words. */
import type { View } from './view';

export function describeChange(before: View, now: View): string {
  const parts: string[] = [];
  for (const item of now.items) {
    const old = before.items.find((i) => i.key === item.key && i.ticket === item.ticket);
    if (!old) parts.push(`${item.key} has ticket ${item.ticket} in lane ${item.lane}`);
    else if (old.status !== item.status) parts.push(`${item.key} is ${item.status}`);
  }
  for (const key of now.parked) if (!before.parked.includes(key)) parts.push(`${key} is parked`);
  for (const row of now.lanes) {
    const old = before.lanes.find((each) => each.lane === row.lane);
    const holder = `${row.holder ?? 'nobody'}, token ${row.token}`;
    if (!old || old.holder !== row.holder || old.token !== row.token)
      parts.push(`lane ${row.lane} is held by ${holder}`);
    if (old && old.flag !== row.flag) parts.push(`its flag is ${row.flag ? 'up' : 'down'}`);
  }
  return parts.join('; ');
}
