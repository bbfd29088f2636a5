/** Packages that people would use instead, see docs/comparison.md. */
import { ASYNC_LIB } from './async-lib';
import type { Peer } from './peer';
import { TRANSACTIONAL_OUTBOX } from './transactional-outbox';

export const PEERS: readonly Peer[] = [
  ASYNC_LIB,
  {
    name: 'apex-async-actions',
    url: 'https://github.com/jasonsiders/apex-async-actions',
    source: 'force-app',
  },
  TRANSACTIONAL_OUTBOX,
  {
    name: 'apex-async-job-processor',
    url: 'https://github.com/scolladon/apex-async-job-processor',
    source: 'apex-job/src/engine',
  },
];
