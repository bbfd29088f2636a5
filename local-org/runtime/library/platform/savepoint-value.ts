import { PlatformObject } from '../../core/tokens';

/** What Database.setSavepoint returns: a name for a point, known to its transaction alone. */
export class SavepointValue extends PlatformObject {
  get $type(): string {
    return 'System.Savepoint';
  }
}
