export { dependent, objectOf } from './dependent';
export { mayConflict } from './intent';
export { UNKNOWN } from './model';
export type { Footprint } from './model';
export { Tracer, type Watched } from './tracer';
