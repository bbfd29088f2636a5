/** What the rest of the local org may use of the database. */
export { ConstraintError } from './constraint-error';
export * from './contract';
export type { TextNumber } from './describe';
export { isValidId, normalizeId, to18 } from './ids';
export { MemoryDatabase, type DatabaseImage, type MemoryDatabaseOptions } from './memory-database';
export { MutableSchema } from './mutable-schema';
export type * from './schema';
export type * from './soql/ast';
export type { ResolvedPath } from './soql/paths';
export type { Look, Observer } from './observer';
export type { Row, Version } from './row';
export { validateQuery, type ResolvedItem, type ResolvedQuery } from './soql/validate';
export { findCycle, type WaitsFor } from './waits';
