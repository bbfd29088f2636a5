import type { ClassInfo } from '../../language/classes';
import type { Transaction } from '../transaction';

/** Whether the Apex that runs now keeps to the user's sharing. */
export function withSharing(tx: Transaction): boolean {
  let inherits = false;
  for (const frame of tx.vm.stackTrace().split('\n')) {
    if (frame.startsWith('Trigger.')) return false;
    if (!frame.startsWith('Class.')) continue;
    const sharing = declaredSharing(tx, frame.slice('Class.'.length).replace(/:.*$/, ''));
    if (sharing === 'with') return true;
    if (sharing === 'without') return false;
    inherits ||= sharing === 'inherited';
  }
  // Nobody says: anonymous Apex and requests keep to sharing, classes of old API versions do not.
  return inherits || tx.context === 'anonymous' || tx.context === 'rest';
}

function declaredSharing(tx: Transaction, frame: string): 'with' | 'without' | 'inherited' | null {
  const parts = frame.split('.');
  for (let n = Math.min(2, parts.length); n > 0; n--) {
    const cls = findClass(tx, parts.slice(0, n).join('.').toLowerCase());
    if (!cls) continue;
    if (cls.sharing) return cls.sharing;
    return tx.services.versionOf(cls.unit) >= 67 ? 'with' : null;
  }
  return null;
}

function findClass(tx: Transaction, name: string): ClassInfo | undefined {
  const search = (all: readonly ClassInfo[]): ClassInfo | undefined => {
    for (const cls of all) {
      if (cls.name.toLowerCase() === name) return cls;
      const inner = search(cls.inner);
      if (inner) return inner;
    }
    return undefined;
  };
  return search(tx.program.classes);
}
