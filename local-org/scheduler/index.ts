/** The only place that chooses who runs next. */
export { Scheduler } from './scheduler';
export type { SchedulerOptions } from './options';
export type { SchedulerEvent } from './events';
export type { Candidate, Strategy } from './strategy';
export { Pool, type Task, type TaskSpec } from './task';
export type { Timer } from './timers';
export { EndlessWork } from './treadmill';
export { RandomSource } from './random-source';
export { SerialStrategy } from './strategies/serial';
export { RoundRobinStrategy } from './strategies/round-robin';
export { RandomStrategy } from './strategies/random';
export { ReplayStrategy } from './strategies/replay';
