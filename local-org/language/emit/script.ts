/** From checked declarations to scripts. */
import type { AnonymousInfo, ClassInfo, TriggerInfo } from '../classes';
import type { Diagnostic } from '../program';
import { classFactory } from './classes';
import { Frame } from './frame';
import { linkName, quote } from './names';
import { statements } from './statements';
import { Unit, type EmitOptions, type UnitSource } from './unit';

export interface Script {
  readonly source: UnitSource;
  /** Classes that it defines. */
  readonly classes: readonly ClassInfo[];
  readonly problems: readonly Diagnostic[];
}

/** A class and all classes inside it. */
export function family(cls: ClassInfo): ClassInfo[] {
  return [cls, ...cls.inner.flatMap(family)];
}

function definitions(unit: Unit, classes: readonly ClassInfo[]): string {
  const entries = classes.map((cls) => `${quote(linkName(cls))}:${classFactory(unit, cls)}`);
  return `const define={${entries.join(',\n')}};`;
}

export function classScript(top: ClassInfo, fileName: string, options: EmitOptions): Script {
  const unit = new Unit(top.unit, 'class', fileName, options);
  const classes = family(top);
  const body = `${definitions(unit, classes)}\nreturn {bind,define};`;
  return { source: unit.finish(classes, body), classes, problems: unit.problems };
}

export function triggerScript(
  trigger: TriggerInfo,
  fileName: string,
  options: EmitOptions,
): Script {
  const unit = new Unit(trigger.name, 'trigger', fileName, options);
  return runnable(unit, trigger, `Trigger.${trigger.name}`);
}

export function anonymousScript(info: AnonymousInfo, name: string, options: EmitOptions): Script {
  return runnable(new Unit(name, 'anonymous', name, options), info, 'AnonymousBlock');
}

/** A body that runs by itself, with the members declared next to it. It always may suspend. */
function runnable(
  unit: Unit,
  { holder, body }: { readonly holder: ClassInfo; readonly body: AnonymousInfo['body'] },
  label: string,
): Script {
  const classes = family(holder);
  const f = new Frame(unit, {
    label,
    coloured: true,
    method: null,
    owner: holder,
    countsDepth: true,
  });
  const code = f.wrap(statements(f, body));
  const run = `function*(){${code}}`;
  const result = `${definitions(unit, classes)}\nconst main=${run};`;
  const self = `new ${unit.cls(holder)}()`;
  return {
    source: unit.finish(classes, `${result}\nreturn {bind,define,run:()=>main.call(${self})};`),
    classes,
    problems: unit.problems,
  };
}
