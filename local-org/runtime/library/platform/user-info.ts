/** System.UserInfo and System.FeatureManagement. */
import type { LibraryType } from '../../core/registry';
import { ApexTimeZone } from '../time/time';

export const userTypes: readonly LibraryType[] = [
  {
    name: 'System.UserInfo',
    statics: {
      getUserId: (vm) => vm.host.user.id,
      getUserName: (vm) => vm.host.user.username,
      getName: (vm) => vm.host.user.name,
      getFirstName: (vm) => vm.host.user.name.split(' ').slice(0, -1).join(' ') || null,
      getLastName: (vm) => vm.host.user.name.split(' ').at(-1) ?? '',
      getUserEmail: (vm) => vm.host.user.email,
      getProfileId: (vm) => vm.host.user.profileId,
      getUserRoleId: () => null,
      getUserType: (vm) => vm.host.user.type ?? 'Standard',
      getLocale: (vm) => vm.host.user.locale,
      getLanguage: (vm) => vm.host.user.locale,
      getTimeZone: (vm) => new ApexTimeZone(vm.host.user.timeZone),
      getOrganizationId: (vm) => vm.host.orgId,
      getOrganizationName: (vm) => vm.host.orgName ?? 'Local Org',
      getDefaultCurrency: () => 'USD',
      getSessionId: (vm) => `${vm.host.orgId}!SESSION`,
      getUiTheme: () => 'Theme4d',
      getUiThemeDisplayed: () => 'Theme4d',
      isMultiCurrencyOrganization: () => false,
      isCurrentUserLicensed: () => true,
      isCurrentUserLicensedForPackage: () => true,
      hasPackageLicense: () => true,
    },
  },
  {
    name: 'System.FeatureManagement',
    statics: {
      checkPermission: (vm, name: string | null) => name !== null && vm.host.hasPermission(name),
    },
  },
];
