/** Autolaunched and record-triggered flows: read, checked at deploy, run within a transaction. */
export { FlowBook, type KnownFlow } from './book';
export type { CompiledFlow, CompiledVariable } from './compile';
export { typeName, type ValueType } from './compile/types';
export { newInterview, outputOf, setInputs, textOfFailure, WrongInput } from './run/requests';
export { runInterviews } from './run/runner';
