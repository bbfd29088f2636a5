/** ScratchOrgInfo and ActiveScratchOrg: exist where the org is a Dev Hub. */
import type { VirtualTable } from '../tables/virtual-tables';

export const scratchOrgInfoTable: VirtualTable = {
  name: 'ScratchOrgInfo',
  tooling: false,
  exists: ({ scratchOrgs }) => scratchOrgs !== undefined,
  rows: ({ scratchOrgs }) => scratchOrgs?.infoRows() ?? [],
  insert: ({ context, session }, body) => context.scratchOrgs?.create(body, session.user) ?? '',
};

export const activeScratchOrgTable: VirtualTable = {
  name: 'ActiveScratchOrg',
  tooling: false,
  exists: ({ scratchOrgs }) => scratchOrgs !== undefined,
  rows: ({ scratchOrgs }) => scratchOrgs?.activeRows() ?? [],
  remove: ({ context }, row) => context.scratchOrgs?.remove(String(row['Id'])),
};
