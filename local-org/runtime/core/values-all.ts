/** The values together with the collections, which need hashing and so live in files of their own. */
export * from './values';
export { ApexMap, ApexSet } from './collections';
