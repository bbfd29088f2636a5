/** System.Pattern and System.Matcher. */
import type { LibraryType } from '../../core/registry';
import { PlatformObject } from '../../core/tokens';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import type { JavaRegex } from './java-regex';
import { compile, match, replace, split, type Mode } from './regex-run';

class ApexPattern extends PlatformObject {
  constructor(readonly regex: JavaRegex) {
    super();
  }
  get $type(): string {
    return 'System.Pattern';
  }
  override toString(): string {
    return this.regex.source;
  }
}

/** A region is matched as a text of its own: bounds anchor and are opaque, as by default in Java. */
class ApexMatcher extends PlatformObject {
  start = 0;
  end: number;
  #next = 0;
  #found: RegExpExecArray | null = null;
  constructor(
    public pattern: ApexPattern,
    public text: string,
  ) {
    super();
    this.end = text.length;
  }
  get $type(): string {
    return 'System.Matcher';
  }
  override toString(): string {
    return `java.util.regex.Matcher[pattern=${this.pattern.toString()} region=${this.start},${this.end}]`;
  }

  get #region(): string {
    return this.text.slice(this.start, this.end);
  }

  reset(text: string): this {
    this.text = text;
    return this.region(0, text.length);
  }

  region(start: number, end: number): this {
    [this.start, this.end, this.#next, this.#found] = [start, end, 0, null];
    return this;
  }

  /** Where the next `find` begins. */
  seek(from: number): void {
    this.#next = from;
  }

  run(mode: Mode): boolean {
    const from = mode === 'find' ? this.#next : 0;
    this.#found =
      from > this.end - this.start
        ? null
        : match(this.pattern.regex, this.#region, from, mode, true);
    if (this.#found) {
      const after = this.#found.index + this.#found[0].length;
      this.#next = this.#found[0] === '' ? after + 1 : after;
    } else if (mode === 'find') this.#next = this.end - this.start + 1;
    return this.#found !== null;
  }

  #match(vm: Vm, group: number): readonly [RegExpExecArray, number] {
    if (!this.#found) fail(vm, 'StringException', 'No match found');
    const index = this.pattern.regex.groupIndex[group];
    if (index === undefined) fail(vm, 'StringException', `No group ${group}`);
    return [this.#found, index];
  }

  group(vm: Vm, group: number): string | null {
    const [found, index] = this.#match(vm, group);
    return found[index] ?? null;
  }

  bounds(vm: Vm, group: number): readonly [number, number] {
    const [found, index] = this.#match(vm, group);
    const bounds = found.indices?.[index];
    return bounds ? [bounds[0] + this.start, bounds[1] + this.start] : [-1, -1];
  }
}

/** Escapes what `expand` would read. */
function quoteReplacement(text: string): string {
  return text.replace(/[\\$]/g, (c) => `\\${c}`);
}

function within(vm: Vm, index: number, length: number): number {
  if (index < 0 || index > length) fail(vm, 'StringException', 'Illegal start index');
  return index;
}

export const patternType: LibraryType = {
  name: 'System.Pattern',
  statics: {
    compile: (vm, source: string) => new ApexPattern(compile(vm, argument(vm, source, 1))),
    matches: (vm, source: string, text: string) =>
      match(compile(vm, argument(vm, source, 1)), argument(vm, text, 2), 0, 'matches') !== null,
    quote: (vm, text: string) => `\\Q${argument(vm, text, 1).replaceAll('\\E', '\\E\\\\E\\Q')}\\E`,
  },
  methods: {
    matcher: (vm, self: ApexPattern, text: string) => new ApexMatcher(self, argument(vm, text, 1)),
    pattern: (_vm, self: ApexPattern) => self.regex.source,
    'split/1': (vm, self: ApexPattern, text: string) =>
      vm.list('String', split(self.regex, argument(vm, text, 1), 0)),
    'split/2': (vm, self: ApexPattern, text: string, limit: number) =>
      vm.list('String', split(self.regex, argument(vm, text, 1), argument(vm, limit, 2))),
  },
};

export const matcherType: LibraryType = {
  name: 'System.Matcher',
  statics: {
    quoteReplacement: (vm, text: string) => quoteReplacement(argument(vm, text, 1)),
  },
  methods: {
    'end/0': (vm, self: ApexMatcher) => self.bounds(vm, 0)[1],
    'end/1': (vm, self: ApexMatcher, group: number) => self.bounds(vm, group)[1],
    'find/0': (_vm, self: ApexMatcher) => self.run('find'),
    'find/1': (vm, self: ApexMatcher, from: number) => {
      within(vm, argument(vm, from, 1), self.text.length);
      self.reset(self.text);
      self.seek(from);
      return self.run('find');
    },
    'group/0': (vm, self: ApexMatcher) => self.group(vm, 0),
    'group/1': (vm, self: ApexMatcher, group: number) => self.group(vm, argument(vm, group, 1)),
    groupCount: (_vm, self: ApexMatcher) => self.pattern.regex.groups,
    lookingAt: (_vm, self: ApexMatcher) => self.run('lookingAt'),
    matches: (_vm, self: ApexMatcher) => self.run('matches'),
    pattern: (_vm, self: ApexMatcher) => self.pattern,
    region: (vm, self: ApexMatcher, start: number, end: number) => {
      within(vm, start, self.text.length);
      if (end < start) fail(vm, 'StringException', 'end');
      return self.region(start, within(vm, end, self.text.length));
    },
    regionEnd: (_vm, self: ApexMatcher) => self.end,
    regionStart: (_vm, self: ApexMatcher) => self.start,
    replaceAll: (vm, self: ApexMatcher, by: string) =>
      replace(vm, self.pattern.regex, self.text, argument(vm, by, 1), true),
    replaceFirst: (vm, self: ApexMatcher, by: string) =>
      replace(vm, self.pattern.regex, self.text, argument(vm, by, 1), false),
    'reset/0': (_vm, self: ApexMatcher) => self.reset(self.text),
    'reset/1': (vm, self: ApexMatcher, text: string) => self.reset(argument(vm, text, 1)),
    'start/0': (vm, self: ApexMatcher) => self.bounds(vm, 0)[0],
    'start/1': (vm, self: ApexMatcher, group: number) => self.bounds(vm, group)[0],
    usePattern: (vm, self: ApexMatcher, pattern: ApexPattern) => {
      self.pattern = argument(vm, pattern, 1);
      return self;
    },
  },
};
