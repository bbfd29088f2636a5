/** Groups records by lane, keeping their order. */
export function byLane<T extends { readonly lane: string }>(
  records: readonly T[],
): Map<string, T[]> {
  const lanes = new Map<string, T[]>();
  for (const record of records) {
    const group = lanes.get(record.lane);
    if (group) group.push(record);
    else lanes.set(record.lane, [record]);
  }
  return lanes;
}
