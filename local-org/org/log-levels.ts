/** Levels of debug logs, as those outside of the org name them. */
export * from '../transaction/log-levels';
