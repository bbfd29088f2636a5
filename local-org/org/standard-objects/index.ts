import type { ObjectSchema } from '../../database/schema';
import { business } from './business';
import { code } from './code';
import { people } from './people';

/** Every standard object that the local org has. */
export const STANDARD_OBJECTS: readonly ObjectSchema[] = [...people, ...code, ...business];
