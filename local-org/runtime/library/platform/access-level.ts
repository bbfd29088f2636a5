import type { AccessLevel } from '../../host';
import type { LibraryType } from '../../core/registry';
import { PlatformValue } from '../../core/tokens';
import type { Value } from '../../core/values-all';

export class AccessLevelValue extends PlatformValue {
  constructor(readonly level: AccessLevel) {
    super();
  }
  get $type(): string {
    return 'System.AccessLevel';
  }
  protected get key(): string {
    return this.level;
  }
}

const USER_MODE = new AccessLevelValue('user');
const SYSTEM_MODE = new AccessLevelValue('system');

export const accessLevelType: LibraryType = {
  name: 'System.AccessLevel',
  staticGetters: { USER_MODE: () => USER_MODE, SYSTEM_MODE: () => SYSTEM_MODE },
  isInstance: (value) => value instanceof AccessLevelValue,
};

/** The level among a call's arguments, or null when it names none. */
export function levelAmong(args: readonly Value[]): AccessLevel | null {
  const found = args.find((a) => a instanceof AccessLevelValue);
  return found instanceof AccessLevelValue ? found.level : null;
}
