/** The rows that every org is born with. */
import type { Database, Transaction, Values } from '../database/contract';

export const ADMIN_PROFILE = 'System Administrator';
export const ADMIN_USER = 'admin@local.org';
export const STANDARD_USER = 'user@local.org';
export const AUTOMATED_USER = 'autoproc@local.org';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export interface Newborn {
  readonly orgId: string;
  readonly adminId: string;
}

export interface Birth {
  readonly orgName: string;
  readonly edition: 'Enterprise' | 'Developer';
  readonly now: number;
  readonly adminUsername?: string | undefined;
  readonly trialEnds?: number | undefined;
}

export function seedSetupData(database: Database, birth: Birth): Newborn {
  const db = database.begin();
  const created = Math.floor(birth.now / 1000) * 1000;
  const insert = (object: string, values: Values): string => insertRow(db, object, values, created);
  const orgId = insert('Organization', {
    Name: birth.orgName,
    OrganizationType: `${birth.edition} Edition`,
    InstanceName: 'LOC1',
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'GMT',
    FiscalYearStartMonth: 1,
    ...(birth.trialEnds === undefined
      ? {}
      : { IsSandbox: true, TrialExpirationDate: birth.trialEnds }),
  });
  // Around the clock: each day begins and ends at midnight.
  insert('BusinessHours', {
    Name: 'Default',
    IsActive: true,
    IsDefault: true,
    TimeZoneSidKey: 'GMT',
    ...Object.fromEntries(
      DAYS.flatMap((day) => [
        [`${day}StartTime`, 0],
        [`${day}EndTime`, 0],
      ]),
    ),
  });
  const license = insert('UserLicense', {
    Name: 'Salesforce',
    LicenseDefinitionKey: 'SFDC',
    TotalLicenses: 100,
  });
  const profile = (Name: string): string =>
    insert('Profile', {
      Name,
      UserType: 'Standard',
      UserLicenseId: license,
      PermissionsModifyAllData: Name === ADMIN_PROFILE,
      PermissionsViewAllData: Name === ADMIN_PROFILE,
    });
  const admin = profile(ADMIN_PROFILE);
  const standard = profile('Standard User');
  profile('Minimum Access - Salesforce');
  const user = (name: string, username: string, profileId: string, type = 'Standard'): string => {
    const [first = '', last = ''] = name.split(' ');
    return insert('User', {
      Username: username,
      FirstName: first,
      LastName: last,
      Name: name,
      Alias: first.slice(0, 8).toLowerCase(),
      CommunityNickname: username,
      Email: username,
      ProfileId: profileId,
      UserType: type,
      IsActive: true,
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
    });
  };
  const adminId = user('Ada Admin', birth.adminUsername ?? ADMIN_USER, admin);
  user('Stan Standard', STANDARD_USER, standard);
  user('Automated Process', AUTOMATED_USER, admin, 'AutomatedProcess');
  db.commit();
  return { orgId, adminId };
}

export function insertRow(
  db: Transaction,
  object: string,
  values: Values,
  created: number,
): string {
  const outcome = db.insert(object, {
    CreatedDate: created,
    LastModifiedDate: created,
    SystemModstamp: created,
    ...values,
  });
  if (!('id' in outcome)) throw new Error(`Could not write ${object}: ${JSON.stringify(outcome)}`);
  return outcome.id;
}
