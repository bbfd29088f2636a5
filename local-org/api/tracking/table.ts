/** SourceMember: exists where the org is a scratch org. */
import { OrgError } from '../../org/contract';
import type { VirtualTable } from '../tables/virtual-tables';

export const sourceMemberTable: VirtualTable = {
  name: 'SourceMember',
  tooling: true,
  exists: ({ isScratch }) => isScratch,
  rows: ({ sourceMembers }) => sourceMembers.rows(),
  update: ({ context }, row, body) => {
    const { RevisionCounter: revision } = body;
    if (typeof revision !== 'number')
      throw new OrgError(
        400,
        'INVALID_FIELD',
        'Only RevisionCounter of a SourceMember can be set.',
      );
    context.sourceMembers.setRevision(String(row['Id']), revision);
  },
};
