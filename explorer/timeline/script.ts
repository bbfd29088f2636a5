/** Runs in the page: the details of the row that has the focus, and keys to go from row to row. */
export const SCRIPT = `
const rows = [...document.querySelectorAll('li[tabindex]')];
const panel = document.getElementById('details');
const show = (row) => { const more = row.querySelector('.more'); if (more) panel.innerHTML = more.innerHTML; };
const go = (row) => { if (row) { row.focus(); row.scrollIntoView({ block: 'nearest' }); } };
for (const row of rows) {
  row.addEventListener('focus', () => show(row));
  row.addEventListener('mouseenter', () => { if (!document.activeElement.matches('li')) show(row); });
}
// What broke the promise, or ended the run, is the last move.
if (rows.length > 0) show(rows.at(-1));
document.addEventListener('keydown', (event) => {
  const at = rows.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1 };
  if (event.key === 'Escape') document.activeElement.blur();
  if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(rows[Math.min(moves[event.key], rows.length - 1)]);
});
`;
