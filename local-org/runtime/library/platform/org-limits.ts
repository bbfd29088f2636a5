/** System.OrgLimits and System.OrgLimit. */
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import type { LimitGauge } from '../../host';

class OrgLimitValue extends PlatformObject {
  constructor(
    readonly name: string,
    readonly gauge: LimitGauge,
  ) {
    super();
  }

  get $type(): string {
    return 'System.OrgLimit';
  }
}

const all = (vm: Vm): OrgLimitValue[] =>
  [...vm.host.orgLimits()].map(([name, gauge]) => new OrgLimitValue(name, gauge));

export const orgLimitTypes: readonly LibraryType[] = [
  {
    name: 'System.OrgLimits',
    statics: {
      getAll: (vm): Value => vm.list('System.OrgLimit', all(vm)),
      getMap: (vm): Value => {
        const map = vm.map('String', 'System.OrgLimit');
        for (const each of all(vm)) map.put(each.name, each);
        return map;
      },
    },
  },
  {
    name: 'System.OrgLimit',
    methods: {
      getName: (_vm, self: OrgLimitValue) => self.name,
      getValue: (_vm, self: OrgLimitValue) => self.gauge.used,
      getLimit: (_vm, self: OrgLimitValue) => self.gauge.max,
    },
    isInstance: (value) => value instanceof OrgLimitValue,
  },
];
