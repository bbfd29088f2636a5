/** Small components: custom metadata records, custom permissions, labels, event subscribers. */
import type {
  CustomLabelDefinition,
  CustomMetadataRecord,
  EventSubscriberDefinition,
  PackageContents,
} from './contract';
import type { SourceFile } from './report';
import type { XmlElement } from './xml';

/** `customMetadata/Settings.Default.md` is record `Default` of `Settings__mdt`. */
export function readCustomMetadata(file: SourceFile): CustomMetadataRecord | undefined {
  const root = file.parse();
  if (root === undefined) return undefined;
  const { fullName, fileName } = file.component;
  const dot = fullName.indexOf('.');
  if (dot < 1) {
    file.error(`The name of a custom metadata record must be Type.Record, not ${fullName}`, root);
    return undefined;
  }
  const type = fullName.slice(0, dot);
  const developerName = fullName.slice(dot + 1);
  const values: Record<string, string | number | boolean | null> = {};
  for (const entry of root.all('values')) {
    const field = entry.text('field');
    if (field !== undefined) values[field] = typedValue(entry.child('value'));
  }
  return {
    object: type.endsWith('__mdt') ? type : `${type}__mdt`,
    developerName,
    label: root.text('label') ?? developerName,
    fileName,
    isProtected: root.flag('protected'),
    values,
  };
}

function typedValue(element: XmlElement | undefined): string | number | boolean | null {
  if (element === undefined || element.attributes['nil'] === 'true') return null;
  const type = (element.attributes['type'] ?? 'string').replace(/^.*:/, '');
  if (type === 'string' || type === 'picklist')
    return element.rawText === '' ? null : element.rawText;
  const text = element.value;
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true' || text === '1';
  if (['double', 'int', 'integer', 'decimal', 'long', 'float'].includes(type)) return Number(text);
  return text;
}

export function readCustomPermission(
  file: SourceFile,
): PackageContents['customPermissions'][number] | undefined {
  const root = file.parse();
  if (root === undefined) return undefined;
  const { fullName, fileName } = file.component;
  return { name: fullName, label: root.text('label') ?? fullName, fileName };
}

export function readLabels(file: SourceFile): readonly CustomLabelDefinition[] {
  const root = file.parse();
  if (root === undefined) return [];
  return root.all('labels').flatMap((element) => {
    const name = element.text('fullName');
    if (name === undefined) {
      file.error("Required field is missing: 'fullName'", element);
      return [];
    }
    const value = element.child('value')?.rawText ?? '';
    return [{ name, value, fileName: file.component.fileName }];
  });
}

export function readEventSubscriber(file: SourceFile): EventSubscriberDefinition | undefined {
  const root = file.parse();
  if (root === undefined) return undefined;
  const { fullName, fileName } = file.component;
  const trigger = root.text('platformEventConsumer');
  if (trigger === undefined) {
    file.error('Required field is missing: platformEventConsumer', root);
    return undefined;
  }
  const batchSize = root.number('batchSize') ?? 2000;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 2000) {
    file.error('The batch size of an event subscriber must be between 1 and 2000.', root);
    return undefined;
  }
  return { name: fullName, fileName, trigger, user: root.text('user') ?? null, batchSize };
}
