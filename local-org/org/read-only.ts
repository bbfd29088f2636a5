/** What an org in read-only mode says to those who would write otherwise than row by row. */
import { DURING_MAINTENANCE } from '../transaction/maintenance';
import { OrgError, type LocalOrg } from './contract';

/**
 * Before deploys and bulk jobs; those that only read are refused as well.
 *
 * @throws OrgError in read-only mode
 */
export function requireWritable(org: Pick<LocalOrg, 'readWriteMode'>): void {
  const { statusCode, message } = DURING_MAINTENANCE;
  if (org.readWriteMode === 'readOnly') throw new OrgError(400, statusCode, message);
}
