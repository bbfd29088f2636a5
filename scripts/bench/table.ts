/** Prints rows under headings, numbers to the right. */
export function table(
  title: string,
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const cells = [
    headings,
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? format(cell) : cell))),
  ];
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => String(row[column] ?? '').length)),
  );
  process.stdout.write(`\n${title}\n`);
  for (const [index, row] of cells.entries()) {
    const line = row
      .map((cell, column) =>
        column === 0
          ? String(cell).padEnd(widths[column]!)
          : String(cell).padStart(widths[column]!),
      )
      .join('  ');
    process.stdout.write(`  ${line}\n`);
    if (index === 0)
      process.stdout.write(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}\n`);
  }
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
