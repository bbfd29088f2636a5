/** ApexLog, TraceFlag and DebugLevel. */
import type { VirtualTable } from '../tables/virtual-tables';

export const logTable: VirtualTable = {
  name: 'ApexLog',
  tooling: false,
  rows: ({ logs }) => logs.rows(),
  remove: ({ context }, row) => context.logs.remove(String(row['Id'])),
};

export const debugLevelTable: VirtualTable = {
  name: 'DebugLevel',
  tooling: true,
  rows: ({ traceFlags }) => traceFlags.levelRows(),
  insert: ({ context }, body) => context.traceFlags.addLevel(body),
  update: ({ context }, row, body) => context.traceFlags.changeLevel(String(row['Id']), body),
  remove: ({ context }, row) => context.traceFlags.removeLevel(String(row['Id'])),
};

export const traceFlagTable: VirtualTable = {
  name: 'TraceFlag',
  tooling: true,
  rows: ({ traceFlags }) => traceFlags.flagRows(),
  insert: ({ context }, body) =>
    context.traceFlags.addFlag(body, new Set(context.org.users().map(({ id }) => id))),
  update: ({ context }, row, body) => context.traceFlags.changeFlag(String(row['Id']), body),
  remove: ({ context }, row) => context.traceFlags.removeFlag(String(row['Id'])),
};
