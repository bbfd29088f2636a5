/**
 * The tests that `RunRelevantTests` means: those that the package may concern. The platform analyses
 * the package and what depends on it, and does not say how. Here a test is relevant when it is in the
 * package, or names, itself or through others, something of the package; who names an object depends
 * on its triggers. That is by words: rather one test too many than one too few, except for classes
 * that are only named in texts, for which the platform has `testFor` too.
 */
import type { ApexSource, Program, TestMethod } from '../language/program';
import type { PackageContents } from '../metadata/contract';

interface Unit {
  /** By which others name it: a class its own name, a trigger that of its object. Lower case. */
  readonly name: string;
  readonly words: ReadonlySet<string>;
  readonly isChanged: boolean;
  readonly className: string | null;
}

const COMMENTS_AND_TEXTS = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'/g;
const TRIGGER_OBJECT = /^\s*trigger\s+\w+\s+on\s+(\w+)/i;

/** Components by whose names code refers to them. */
const NAMED = ['ApexClass', 'CustomObject', 'CustomField', 'CustomMetadata'];

export function relevantTests(
  program: Program,
  sources: readonly ApexSource[],
  contents: PackageContents,
): readonly TestMethod[] {
  const components = new Set(
    contents.components.map(({ type, fullName }) => `${type}:${fullName}`.toLowerCase()),
  );
  const concerned = reached(
    sources.map((source) => unitOf(source, components)),
    names(contents),
  );
  return program
    .tests()
    .filter(
      ({ className }) =>
        concerned.has(className.toLowerCase()) || asked(program, className, components),
    );
}

/** `CustomField` `Thing__c.Amount__c` is written `Amount__c`; a record of metadata is found by its type. */
function names({ components }: PackageContents): ReadonlySet<string> {
  return new Set(
    components
      .filter(({ type }) => NAMED.includes(type))
      .map(({ type, fullName }) =>
        (type === 'CustomMetadata'
          ? `${fullName.split('.')[0] ?? ''}__mdt`
          : (fullName.split('.').at(-1) ?? '')
        ).toLowerCase(),
      ),
  );
}

function unitOf({ kind, name, text }: ApexSource, components: ReadonlySet<string>): Unit {
  const code = text.replace(COMMENTS_AND_TEXTS, ' ');
  const object = TRIGGER_OBJECT.exec(code)?.[1] ?? '';
  const type = kind === 'class' ? 'ApexClass' : 'ApexTrigger';
  return {
    name: (kind === 'class' ? name : object).toLowerCase(),
    words: new Set(code.toLowerCase().match(/[a-z_]\w*/g)),
    isChanged: components.has(`${type}:${name}`.toLowerCase()),
    className: kind === 'class' ? name.toLowerCase() : null,
  };
}

/** Names of the classes that lead to one of these words, in lower case. */
function reached(units: readonly Unit[], changed: ReadonlySet<string>): ReadonlySet<string> {
  const words = new Set(changed);
  const left = new Set(units);
  const classes = new Set<string>();
  const leads = (unit: Unit): boolean =>
    unit.isChanged || [...unit.words].some((word) => words.has(word));
  for (let before = -1; left.size !== before;) {
    before = left.size;
    for (const unit of left) {
      if (!leads(unit)) continue;
      left.delete(unit);
      words.add(unit.name);
      if (unit.className !== null) classes.add(unit.className);
    }
  }
  return classes;
}

/** `@IsTest(critical=true)`, and `@IsTest(testFor='ApexClass:A, ApexTrigger:B')` of what is in the package. */
function asked(program: Program, className: string, components: ReadonlySet<string>): boolean {
  const values = program.annotations(className).find(({ name }) => name === 'istest')?.values ?? {};
  const covers = (values['testfor'] ?? '').split(',').map((each) => each.trim().toLowerCase());
  return (
    values['critical']?.toLowerCase() === 'true' || covers.some((each) => components.has(each))
  );
}
