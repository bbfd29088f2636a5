/** System.Id. */
import { toId } from '../../core/type-names';
import type { LibraryType } from '../../core/registry';
import { SObjectTypeToken } from '../../core/tokens';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';

/** The 18-character form; refuses what is no Id. */
export function checkedId(vm: Vm, text: string): string {
  return toId(text) ?? fail(vm, 'StringException', `Invalid id: ${text}`);
}

export const idType: LibraryType = {
  name: 'System.Id',
  statics: {
    'valueOf/1': (vm, text: string) => checkedId(vm, given(vm, text)),
    // With the flag the platform repairs the letter case of an 18-character Id by its suffix.
    'valueOf/2': (vm, text: string, restore: boolean | null) =>
      checkedId(vm, restore === true ? restoreCase(given(vm, text)) : given(vm, text)),
  },
  methods: {
    equals: (_vm, self: string, other: string | null) => other !== null && toId(other) === self,
    getSobjectType: (vm, self: string) => {
      const object = vm.host.schema.objectByPrefix(self.slice(0, 3));
      if (!object) return fail(vm, 'SObjectException', `Cannot locate Apex Type for ID: ${self}`);
      return new SObjectTypeToken(object.name);
    },
    to15: (_vm, self: string) => self.slice(0, 15),
  },
  isInstance: (value) => typeof value === 'string' && toId(value) === value,
};

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

function restoreCase(text: string): string {
  if (!/^[a-zA-Z0-9]{18}$/.test(text)) return text;
  const chars = [...text.slice(0, 15)].map((c, i) => {
    const bits = SUFFIX.indexOf(text[15 + Math.floor(i / 5)]!.toUpperCase());
    return (bits >> (i % 5)) & 1 ? c.toUpperCase() : c.toLowerCase();
  });
  return chars.join('') + text.slice(15).toUpperCase();
}
