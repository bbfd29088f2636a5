/** System.Iterator and System.Iterable, for collections of the platform and for Apex objects. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { TypeName, Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';

/** What `iterator()` of a List or Set answers. */
export class CollectionIterator extends PlatformObject {
  #next = 0;
  constructor(
    readonly of: TypeName,
    readonly items: () => readonly Value[],
  ) {
    super();
  }
  get $type(): TypeName {
    return `System.Iterator<${this.of}>`;
  }
  hasNext(): boolean {
    return this.#next < this.items().length;
  }
  next(vm: Vm): Value {
    if (!this.hasNext()) fail(vm, 'NoSuchElementException', 'Iterator has no more elements');
    return this.items()[this.#next++] ?? null;
  }
}

export const iteratorType: LibraryType = {
  name: 'System.Iterator',
  implementable: true,
  methods: {
    *hasNext(vm: Vm, self: Value): Step<Value> {
      return self instanceof CollectionIterator
        ? self.hasNext()
        : yield* vm.call(self, 'hasNext', []);
    },
    *next(vm: Vm, self: Value): Step<Value> {
      return self instanceof CollectionIterator ? self.next(vm) : yield* vm.call(self, 'next', []);
    },
  },
  suspends: ['hasNext', 'next'],
};
