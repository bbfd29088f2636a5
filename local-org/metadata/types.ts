/** The metadata types that the local org knows, and what it makes of each. */

export type Handling =
  /** Read, and given a meaning by the org. */
  | 'read'
  /** Kept for retrieve; without effect, as nobody looks at a page here. */
  | 'kept'
  /** Kept for retrieve with a warning: on the platform it would change what happens to data. */
  | 'keptWithWarning';

export interface MetadataType {
  readonly name: string;
  readonly folder: string;
  readonly suffix: string;
  readonly handling: Handling;
  /** The content has a `-meta.xml` beside it. */
  readonly metaFile?: boolean;
  /** A folder per component. */
  readonly bundle?: boolean;
}

function type(
  name: string,
  folder: string,
  suffix: string,
  handling: Handling = 'kept',
  more: Partial<MetadataType> = {},
): MetadataType {
  return { name, folder, suffix, handling, ...more };
}

export const METADATA_TYPES: readonly MetadataType[] = [
  type('ApexClass', 'classes', 'cls', 'read', { metaFile: true }),
  type('ApexTrigger', 'triggers', 'trigger', 'read', { metaFile: true }),
  type('CustomObject', 'objects', 'object', 'read'),
  type('PermissionSet', 'permissionsets', 'permissionset', 'read'),
  type('Profile', 'profiles', 'profile', 'read'),
  type('CustomPermission', 'customPermissions', 'customPermission', 'read'),
  type('CustomMetadata', 'customMetadata', 'md', 'read'),
  type('GlobalValueSet', 'globalValueSets', 'globalValueSet', 'read'),
  type('CustomLabels', 'labels', 'labels', 'read'),
  type(
    'PlatformEventSubscriberConfig',
    'PlatformEventSubscriberConfigs',
    'platformEventSubscriberConfig',
    'read',
  ),
  type('CustomIndex', 'customindex', 'indx'),
  type('CustomTab', 'tabs', 'tab'),
  type('CustomApplication', 'applications', 'app'),
  type('Layout', 'layouts', 'layout'),
  type('FlexiPage', 'flexipages', 'flexipage'),
  type('LightningComponentBundle', 'lwc', '', 'kept', { bundle: true }),
  type('AuraDefinitionBundle', 'aura', '', 'kept', { bundle: true }),
  type('StaticResource', 'staticresources', 'resource', 'kept', { metaFile: true }),
  type('ApexPage', 'pages', 'page', 'kept', { metaFile: true }),
  type('ApexComponent', 'components', 'component', 'kept', { metaFile: true }),
  type('QuickAction', 'quickActions', 'quickAction'),
  type('LightningMessageChannel', 'messageChannels', 'messageChannel'),
  type('CustomNotificationType', 'notificationtypes', 'notiftype'),
  type('RemoteSiteSetting', 'remoteSiteSettings', 'remoteSite'),
  type('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite'),
  type('Group', 'groups', 'group'),
  type('Queue', 'queues', 'queue'),
  type('Role', 'roles', 'role'),
  type('ReportType', 'reportTypes', 'reportType'),
  type('CustomObjectTranslation', 'objectTranslations', 'objectTranslation'),
  type('Translations', 'translations', 'translation'),
  type('PathAssistant', 'pathAssistants', 'pathAssistant'),
  type('Settings', 'settings', 'settings', 'keptWithWarning'),
  type('Flow', 'flows', 'flow', 'read'),
  type('FlowDefinition', 'flowDefinitions', 'flowDefinition', 'keptWithWarning'),
  type('Workflow', 'workflows', 'workflow', 'keptWithWarning'),
  type('SharingRules', 'sharingRules', 'sharingRules', 'keptWithWarning'),
  type('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup', 'keptWithWarning'),
  type('NamedCredential', 'namedCredentials', 'namedCredential', 'keptWithWarning'),
  type('ExternalCredential', 'externalCredentials', 'externalCredential', 'keptWithWarning'),
];

/** Types that live inside an object file, by element. `refused` ones would change what a save does. */
export const OBJECT_CHILDREN: ReadonlyMap<
  string,
  { readonly name: string; readonly handling: Handling | 'refused' }
> = new Map([
  ['fields', { name: 'CustomField', handling: 'read' }],
  ['listViews', { name: 'ListView', handling: 'kept' }],
  ['fieldSets', { name: 'FieldSet', handling: 'kept' }],
  ['compactLayouts', { name: 'CompactLayout', handling: 'kept' }],
  ['webLinks', { name: 'WebLink', handling: 'kept' }],
  ['indexes', { name: 'Index', handling: 'kept' }],
  ['businessProcesses', { name: 'BusinessProcess', handling: 'kept' }],
  ['recordTypes', { name: 'RecordType', handling: 'refused' }],
  ['validationRules', { name: 'ValidationRule', handling: 'read' }],
]);

const BY_FOLDER = new Map(METADATA_TYPES.map((entry) => [entry.folder.toLowerCase(), entry]));

/** The type whose files lie in this folder of a package. */
export function typeOfFolder(folder: string): MetadataType | undefined {
  return BY_FOLDER.get(folder.toLowerCase());
}

/** Every name that may stand in `<name>` of a package.xml. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...METADATA_TYPES.map(({ name }) => name),
  ...[...OBJECT_CHILDREN.values()].map(({ name }) => name),
  'CustomLabel',
]);
