import type { LibraryType } from '../../core/registry';
import { SavepointValue } from './savepoint-value';

export const savepointType: LibraryType = {
  name: 'System.Savepoint',
  isInstance: (value) => value instanceof SavepointValue,
};
