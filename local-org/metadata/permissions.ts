/** Permission sets, profiles and custom permissions. */
import type { PermissionDefinition } from './contract';
import type { SourceFile } from './report';
import type { XmlElement } from './xml';

/** Names of the entries of a list that are switched on. */
function enabled(root: XmlElement, list: string, nameTag: string): readonly string[] {
  return root
    .all(list)
    .filter((entry) => entry.flag('enabled'))
    .map((entry) => entry.text(nameTag) ?? '')
    .filter((name) => name !== '');
}

/** Reads a permission set or a profile. */
export function readPermissions(
  file: SourceFile,
  type: 'PermissionSet' | 'Profile',
): PermissionDefinition | undefined {
  const root = file.parse();
  if (root === undefined) return undefined;
  const name = file.component.fullName;
  const label = root.text('label');
  if (type === 'PermissionSet' && label === undefined) {
    file.error('Required field is missing: label', root);
    return undefined;
  }
  return {
    type,
    name,
    label: label ?? name,
    fileName: file.component.fileName,
    objects: root.all('objectPermissions').map((entry) => ({
      object: entry.text('object') ?? '',
      read: entry.flag('allowRead'),
      create: entry.flag('allowCreate'),
      edit: entry.flag('allowEdit'),
      delete: entry.flag('allowDelete'),
      viewAll: entry.flag('viewAllRecords'),
      modifyAll: entry.flag('modifyAllRecords'),
    })),
    fields: root.all('fieldPermissions').map((entry) => ({
      field: entry.text('field') ?? '',
      read: entry.flag('readable'),
      edit: entry.flag('editable'),
    })),
    classes: enabled(root, 'classAccesses', 'apexClass'),
    customPermissions: enabled(root, 'customPermissions', 'name'),
    userPermissions: enabled(root, 'userPermissions', 'name'),
  };
}
