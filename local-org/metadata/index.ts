/** Turns the files of a package into definitions. Reports what it cannot read; never throws for bad input. */
import { readApex } from './apex';
import type {
  ApexDefinition,
  CustomLabelDefinition,
  CustomMetadataRecord,
  EventSubscriberDefinition,
  ObjectDefinition,
  PackageComponent,
  PackageContents,
  PackageProblem,
  PermissionDefinition,
  ReadPackage,
} from './contract';
import { checkListed } from './listed';
import { readFlowFile, type FlowFile } from './flows';
import { readDeletions, readManifest } from './manifest';
import { readObject } from './objects';
import { readPermissions } from './permissions';
import type { PicklistValues } from './picklists';
import { readValues } from './picklists';
import {
  readCustomMetadata,
  readCustomPermission,
  readEventSubscriber,
  readLabels,
} from './records';
import { SourceFile, unsupported } from './report';
import type { PackageFile } from './sort';
import { sortFiles } from './sort';

export * from './contract';
export type { FlowFile } from './flows';
export { mergeParts, onlyParts, partsOf, sameness, withoutPart } from './parts';
export { METADATA_TYPES, typeOfFolder } from './types';
export type { MetadataType } from './types';
export { sortFiles } from './sort';
export type { PackageFile } from './sort';
export { DEFAULT_LIMITS, PackageError, rootOfPackage, unzip, zip } from './unzip';
export { XmlElement, XmlError, escapeXml, parseXml } from './xml';

type Writable<T> = {
  -readonly [K in keyof T]: NonNullable<T[K]> extends readonly (infer E)[] ? E[] : T[K];
};

/** Reads one package after another into the lists of `PackageContents`. */
class PackageReader {
  readonly #problems: PackageProblem[] = [];
  readonly #contents: Writable<PackageContents>;
  readonly #valueSets = new Map<string, PicklistValues>();

  constructor(private readonly files: ReadonlyMap<string, Buffer>) {
    this.#contents = {
      apiVersion: '',
      components: [],
      objects: [] as ObjectDefinition[],
      classes: [] as ApexDefinition[],
      triggers: [] as ApexDefinition[],
      permissionSets: [] as PermissionDefinition[],
      customPermissions: [],
      customMetadata: [] as CustomMetadataRecord[],
      eventSubscribers: [] as EventSubscriberDefinition[],
      labels: [] as CustomLabelDefinition[],
      flows: [] as FlowFile[],
      others: [] as PackageComponent[],
      deletions: [],
      problems: this.#problems,
    };
  }

  read(): PackageContents {
    const manifest = readManifest(this.files, this.#problems);
    this.#contents.apiVersion = manifest.apiVersion;
    this.#contents.deletions.push(...readDeletions(this.files, this.#problems));
    const { sorted, strangers } = sortFiles(this.files);
    for (const stranger of strangers)
      this.#problems.push({
        component: { type: '', fullName: stranger, fileName: stranger },
        severity: 'Error',
        message: unsupported(`The file ${stranger}`),
      });
    for (const file of sorted) if (file.type.name === 'GlobalValueSet') this.#readValueSet(file);
    for (const file of sorted) this.#readFile(file);
    checkListed(manifest, this.#contents.components, this.#problems);
    return this.#contents;
  }

  #source(file: PackageFile): SourceFile {
    return new SourceFile(file.component, file.bytes, this.#problems);
  }

  #readValueSet(file: PackageFile): void {
    const root = this.#source(file).parse();
    if (root === undefined) return;
    this.#valueSets.set(file.component.fullName.toLowerCase(), readValues(root.all('customValue')));
  }

  #readFile(file: PackageFile): void {
    const { type, component } = file;
    this.#contents.components.push(component);
    if (type.handling === 'read') {
      this.#readContent(file);
      return;
    }
    this.#contents.others.push(component);
    if (type.handling === 'keptWithWarning')
      this.#source(file).warning(
        `Kept, but without effect: ${unsupported(`metadata type ${type.name}`)}`,
      );
  }

  #readContent(file: PackageFile): void {
    const out = this.#contents;
    const source = this.#source(file);
    const add = <T>(list: T[], item: T | undefined): void => {
      if (item !== undefined) list.push(item);
    };
    switch (file.type.name) {
      case 'ApexClass':
        return add(out.classes, readApex(source, this.#metaOf(file)));
      case 'ApexTrigger':
        return add(out.triggers, readApex(source, this.#metaOf(file)));
      case 'CustomObject':
        return this.#readObject(source);
      case 'PermissionSet':
        return add(out.permissionSets, readPermissions(source, 'PermissionSet'));
      case 'Profile':
        return add(out.permissionSets, readPermissions(source, 'Profile'));
      case 'CustomPermission':
        return add(out.customPermissions, readCustomPermission(source));
      case 'CustomMetadata':
        return add(out.customMetadata, readCustomMetadata(source));
      case 'PlatformEventSubscriberConfig':
        return add(out.eventSubscribers, readEventSubscriber(source));
      case 'Flow':
        return add(out.flows, readFlowFile(source));
      case 'CustomLabels':
        return this.#readLabels(source);
      default:
        out.others.push(file.component);
    }
  }

  #metaOf(file: PackageFile): SourceFile | undefined {
    if (file.meta === undefined) return undefined;
    const fileName = `${file.component.fileName}-meta.xml`;
    return new SourceFile({ ...file.component, fileName }, file.meta, this.#problems);
  }

  #readObject(source: SourceFile): void {
    const { definition, children } = readObject(source, this.#valueSets);
    if (definition !== undefined) this.#contents.objects.push(definition);
    for (const { component, kept } of children) {
      this.#contents.components.push(component);
      if (kept) this.#contents.others.push(component);
    }
  }

  #readLabels(source: SourceFile): void {
    const labels = readLabels(source);
    this.#contents.labels?.push(...labels);
    const { fileName } = source.component;
    for (const { name } of labels)
      this.#contents.components.push({ type: 'CustomLabel', fullName: name, fileName });
  }
}

/** Reads a package: path → bytes, with `package.xml` at the root. */
export const readPackage: ReadPackage = (files) => new PackageReader(files).read();
