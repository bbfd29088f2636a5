/** Objects that tools know and no database holds: test runs, logs, source members, scratch orgs. */
import type { JsonObject } from '../body';
import { debugLevelTable, logTable, traceFlagTable } from '../logs/tables';
import { activeScratchOrgTable, scratchOrgInfoTable } from '../devhub/tables';
import { containerTables } from '../tooling/containers';
import { sourceMemberTable } from '../tracking/table';
import type { ApiContext, Call } from '../types';
import type { VirtualPage, VirtualRow } from './virtual-query';
import { queryRows, rowById } from './virtual-query';

export interface VirtualTable {
  readonly name: string;
  /** The tooling API alone knows it; otherwise both do. */
  readonly tooling: boolean;
  /** False where this org has no such object; default true. */
  readonly exists?: (context: ApiContext) => boolean;
  readonly rows: (context: ApiContext) => readonly VirtualRow[];
  /** Gives the Id of the new row. */
  readonly insert?: (call: Call, body: JsonObject) => Promise<string> | string;
  readonly update?: (call: Call, row: VirtualRow, body: JsonObject) => void;
  readonly remove?: (call: Call, row: VirtualRow) => Promise<void> | void;
}

function readOnly(name: string, rows: VirtualTable['rows']): VirtualTable {
  return { name, tooling: true, rows };
}

const TABLES: ReadonlyMap<string, VirtualTable> = new Map(
  [
    readOnly('ApexTestRunResult', ({ testRuns }) => testRuns.runResults()),
    readOnly('ApexTestQueueItem', ({ testRuns }) => testRuns.queueItems()),
    readOnly('ApexTestResult', ({ testRuns }) => testRuns.testResults()),
    readOnly('ApexCodeCoverage', ({ testRuns }) => testRuns.coverageByMethod()),
    readOnly('ApexCodeCoverageAggregate', ({ testRuns }) => testRuns.coverage()),
    readOnly('ApexOrgWideCoverage', ({ testRuns }) => [{ PercentCovered: testRuns.orgWide() }]),
    readOnly('ApexTestSuite', () => []),
    readOnly('TestSuiteMembership', () => []),
    readOnly('PackageLicense', () => []),
    ...containerTables,
    logTable,
    traceFlagTable,
    debugLevelTable,
    sourceMemberTable,
    scratchOrgInfoTable,
    activeScratchOrgTable,
  ].map((table) => [table.name.toLowerCase(), table]),
);

/** The table of that name, as far as this org has it. */
export function virtualTable(
  context: ApiContext,
  name: string,
  tooling: boolean,
): VirtualTable | undefined {
  const table = TABLES.get(name.toLowerCase());
  if (table === undefined || (table.tooling && !tooling)) return undefined;
  return table.exists?.(context) === false ? undefined : table;
}

/** All tables of the tooling API that this org has. */
export function toolingTables(context: ApiContext): readonly VirtualTable[] {
  return [...TABLES.values()].filter((table) => table.exists?.(context) !== false);
}

const FROM = /\bfrom\s+(\w+)/gi;

/** @returns undefined when the query is about an object of the org itself */
export function queryVirtual(
  { context, version }: Pick<Call, 'context' | 'version'>,
  soql: string,
  tooling: boolean,
): VirtualPage | undefined {
  const [from, more] = [...soql.matchAll(FROM)].map(([, name = '']) => name);
  const table = more === undefined ? virtualTable(context, from ?? '', tooling) : undefined;
  if (table === undefined) return undefined;
  const base = `/services/data/v${version}/${tooling ? 'tooling/' : ''}sobjects/${table.name}`;
  return queryRows(table.rows(context), soql, (id) => ({ type: table.name, url: `${base}/${id}` }));
}

/** One row by Id, with all its fields. */
export function readVirtual(
  context: ApiContext,
  table: VirtualTable,
  id: string,
): VirtualRow | undefined {
  return rowById(table.rows(context), id);
}
