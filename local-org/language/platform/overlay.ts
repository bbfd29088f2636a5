/**
 * What the type data lacks or has wrong, in its own format. A line for a known type adds members to it;
 * members with the same name and parameters replace the old ones.
 */
export const OVERLAY: readonly string[] = [
  // Every type of Apex.
  'Object|class||||toString:~String();equals:~Boolean(Object);hashCode:~Integer();clone:Object()||',
  // Enums written in Apex and enums of the platform alike.
  '~Enum|class||||name:~String();ordinal:~Integer()||',
  '~QueueableDuplicateSignature|class||||+Builder:~QueueableDuplicateSignature.Builder()||',
  // Declaration order is what ordinal() and values() show.
  '~LoggingLevel|enum||||||NONE;INTERNAL;FINEST;FINER;FINE;DEBUG;INFO;WARN;ERROR',
  '~TriggerOperation|enum||||||BEFORE_INSERT;BEFORE_UPDATE;BEFORE_DELETE;AFTER_INSERT;AFTER_UPDATE;AFTER_DELETE;AFTER_UNDELETE',
  '~ParentJobResult|enum||||||SUCCESS;UNHANDLED_EXCEPTION',
  // Custom metadata and custom settings: called on the type, whose token comes first.
  '~SObject|class||||+getInstance:~SObject(Schema.SObjectType,~String);+getAll:~Map<~String,~SObject>(Schema.SObjectType)||',
  '~CustomSetting|class||||+getInstance:~SObject(Schema.SObjectType);+getInstance:~SObject(Schema.SObjectType,~String);+getValues:~SObject(Schema.SObjectType,~String);+getOrgDefaults:~SObject(Schema.SObjectType);+getAll:~Map<~String,~SObject>(Schema.SObjectType)||',
  'cache.OrgPartition|class|cache.Partition|||||',
  'cache.SessionPartition|class|cache.Partition|||||',
  'cache.Session.SessionCacheException|class|~Exception||||(~String,~Exception);(~String);(~Exception);()|',
  '~Set|class|||T|containsAll:~Boolean(~Iterable<T>);addAll:~Boolean(~Iterable<T>)||',
  '~String|class||||+fromCharArray:~String(~List<~Integer>)||',
  '~Exception|class||||getInaccessibleFields:~Map<~String,~Set<~String>>()||',
];
