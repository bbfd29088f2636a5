/**
 * What the metadata reader makes of a deployed package. It turns files into definitions and reports
 * what it cannot read; it knows nothing of the org that they go to. The org merges, checks and stores.
 */
import type { FieldSchema, ObjectKind, ValidationRule } from '../database/schema';
import type { FlowFile } from './flows';

/** One deployable component: `ApexClass`, `CustomObject`, `CustomField`, `PermissionSet` … */
export interface PackageComponent {
  readonly type: string;
  /** `Mutex`, `Queue_Item__c.Status__c`. */
  readonly fullName: string;
  /** Path inside the package: `classes/Mutex.cls`. */
  readonly fileName: string;
}

/** Something wrong with a file, or a feature that the local org lacks. Errors fail the deploy. */
export interface PackageProblem {
  readonly component: PackageComponent;
  readonly severity: 'Error' | 'Warning';
  /** In the platform's words where they are known. */
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** A class or a trigger with its meta file. */
export interface ApexDefinition {
  /** Without extension. */
  readonly name: string;
  /** `classes/Mutex.cls`. */
  readonly fileName: string;
  readonly text: string;
  /** `65.0`. */
  readonly apiVersion: string;
  /** `Active`, `Inactive` (triggers) or `Deleted`. */
  readonly status: string;
}

/**
 * An object as far as the package defines it. A package may carry some of an object's fields only:
 * the org keeps the others. System fields (`Id`, `CreatedDate`, `OwnerId` …) and the key prefix are
 * added by the org, never by the reader.
 */
export interface ObjectDefinition {
  /** API name with its suffix: `Mutex__c`, `LaneWake__e`, `Settings__mdt`; a standard object's name when fields are added to it. */
  readonly name: string;
  readonly fileName: string;
  readonly kind: ObjectKind;
  /** False when the file only adds fields: nothing below but `fields` counts then. */
  readonly definesObject: boolean;
  readonly label?: string;
  readonly labelPlural?: string;
  /** The `Name` field: text, or auto-number with its format. Absent for events and custom metadata. */
  readonly nameField?: {
    readonly label: string;
    readonly type: 'string' | 'autonumber';
    readonly displayFormat?: string;
    readonly startingNumber?: number;
  };
  /** `Private`, `Read`, `ReadWrite`, `ControlledByParent`. */
  readonly sharingModel?: string;
  readonly publishBehavior?: 'PublishAfterCommit' | 'PublishImmediately';
  /** `List` or `Hierarchy`, for custom settings. */
  readonly customSettingsType?: string;
  readonly fields: readonly FieldSchema[];
  readonly validationRules?: readonly ValidationRule[];
}

/** Rights on one object. Absent flags are false. */
export interface ObjectRights {
  readonly object: string;
  readonly read?: boolean;
  readonly create?: boolean;
  readonly edit?: boolean;
  readonly delete?: boolean;
  readonly viewAll?: boolean;
  readonly modifyAll?: boolean;
}

/** A permission set or, with the same content, a profile. */
export interface PermissionDefinition {
  readonly type: 'PermissionSet' | 'Profile';
  readonly name: string;
  readonly label: string;
  readonly fileName: string;
  readonly objects: readonly ObjectRights[];
  readonly fields: readonly {
    /** `Queue_Item__c.Status__c`. */
    readonly field: string;
    readonly read: boolean;
    readonly edit: boolean;
  }[];
  /** Names of enabled Apex classes. */
  readonly classes: readonly string[];
  /** Names of enabled custom permissions. */
  readonly customPermissions: readonly string[];
  /** Names of enabled user permissions, e.g. `ViewSetup`. */
  readonly userPermissions: readonly string[];
}

/** One record of a custom metadata type. */
export interface CustomMetadataRecord {
  /** `Settings__mdt`. */
  readonly object: string;
  readonly developerName: string;
  readonly label: string;
  readonly fileName: string;
  readonly isProtected: boolean;
  /** As written in the file; the org converts by field type. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

/** `PlatformEventSubscriberConfig`: user and batch size of an event trigger. */
export interface EventSubscriberDefinition {
  readonly name: string;
  readonly fileName: string;
  /** Name of the trigger. */
  readonly trigger: string;
  /** User name, or null for Automated Process. */
  readonly user: string | null;
  readonly batchSize: number;
}

/** One custom label. */
export interface CustomLabelDefinition {
  readonly name: string;
  readonly value: string;
  readonly fileName: string;
}

/** Everything that a package says. */
export interface PackageContents {
  /** From `package.xml`. */
  readonly apiVersion: string;
  /** Every component found, in file order; fields count as `CustomField`. */
  readonly components: readonly PackageComponent[];
  readonly objects: readonly ObjectDefinition[];
  readonly classes: readonly ApexDefinition[];
  readonly triggers: readonly ApexDefinition[];
  readonly permissionSets: readonly PermissionDefinition[];
  readonly customPermissions: readonly {
    readonly name: string;
    readonly label: string;
    readonly fileName: string;
  }[];
  readonly customMetadata: readonly CustomMetadataRecord[];
  readonly eventSubscribers: readonly EventSubscriberDefinition[];
  /** For `System.Label`. */
  readonly labels?: readonly CustomLabelDefinition[];
  readonly flows: readonly FlowFile[];
  /** Components that the org stores for retrieve and otherwise ignores: layouts, tabs, LWC … */
  readonly others: readonly PackageComponent[];
  /** Named in `destructiveChanges.xml`, `…Pre.xml` or `…Post.xml`. */
  readonly deletions: readonly {
    readonly type: string;
    readonly fullName: string;
    readonly when: 'pre' | 'post';
  }[];
  readonly problems: readonly PackageProblem[];
}

/** `local-org/metadata/index.ts` exports this as `readPackage`. Never throws for bad input: it reports. */
export type ReadPackage = (files: ReadonlyMap<string, Buffer>) => PackageContents;
