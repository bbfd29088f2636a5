/** Packages that people would use instead, see docs/comparison.md. */
import { ASYNC_ACTIONS } from './async-actions';
import { ASYNC_JOB_PROCESSOR } from './async-job-processor';
import { ASYNC_LIB } from './async-lib';
import type { Peer } from './peer';
import { TRANSACTIONAL_OUTBOX } from './transactional-outbox';

export const PEERS: readonly Peer[] = [
  ASYNC_LIB,
  ASYNC_ACTIONS,
  TRANSACTIONAL_OUTBOX,
  ASYNC_JOB_PROCESSOR,
];
