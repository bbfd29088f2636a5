import { MutableSchema } from '../../mutable-schema';
import type { FieldSchema, FieldType, ObjectSchema, Stored } from '../../schema';
import { compileFormula } from '../compile';
import { formulaField } from '../fields';
import type { FormulaType } from '../types';

function field(name: string, type: FieldType, extra: Partial<FieldSchema> = {}): FieldSchema {
  return { name, label: name, type, custom: true, createable: true, updateable: true, ...extra };
}

function object(name: string, keyPrefix: string, fields: readonly FieldSchema[]): ObjectSchema {
  const byName = new Map(fields.map((f) => [f.name.toLowerCase(), f]));
  return { name, label: name, labelPlural: name, keyPrefix, kind: 'custom', fields: byName };
}

const computed = (name: string, type: FieldType, source: string, more: Partial<FieldSchema> = {}) =>
  field(name, type, { formula: { source, blanks: 'zero' }, ...more });

const CHILD = object('Child__c', 'a01', [
  field('Id', 'id'),
  field('Text__c', 'string'),
  field('Number__c', 'double'),
  field('Share__c', 'percent'),
  field('Flag__c', 'boolean'),
  field('Day__c', 'date'),
  field('At__c', 'datetime'),
  field('Clock__c', 'time'),
  field('Kind__c', 'picklist'),
  field('Days__c', 'multipicklist'),
  field('Parent__c', 'reference', { referenceTo: ['Parent__c'], relationshipName: 'Parent__r' }),
  computed('Half__c', 'double', 'Number__c / 2', { scale: 1 }),
  computed('Ratio__c', 'percent', 'Share__c / 2', { scale: 2 }),
  computed('Own__c', 'double', 'Own__c + 1'),
]);
const PARENT = object('Parent__c', 'a00', [
  field('Id', 'id'),
  field('Name', 'string'),
  field('Size__c', 'double'),
  field('On__c', 'boolean'),
  computed('Twice__c', 'double', 'Size__c * 2'),
]);
const SCHEMA = new MutableSchema([PARENT, CHILD]);

const NOW = Date.UTC(2026, 0, 7, 13, 30, 15, 250);
const VALUES: Readonly<Record<string, Stored>> = {
  Id: 'a01000000000001AAA',
  Text__c: 'Hello',
  Number__c: 5,
  Share__c: 50,
  Flag__c: true,
  Day__c: '2026-01-31',
  At__c: Date.UTC(2026, 0, 7, 1, 30),
  Clock__c: 3_600_000,
  Kind__c: 'Big',
  Days__c: '1;3',
  Parent__c: 'a00000000000001AAA',
};
const PARENTS: Readonly<Record<string, Readonly<Record<string, Stored>>>> = {
  a00000000000001AAA: { Name: 'Mother', Size__c: 7, On__c: true },
};

interface Case {
  readonly values?: Readonly<Record<string, Stored>>;
  readonly before?: Readonly<Record<string, Stored>> | null;
  readonly zero?: boolean;
}

function given(source: string, type: FormulaType, at: Case = {}): Stored {
  const context = { schema: SCHEMA, object: CHILD, blankAsZero: at.zero ?? false, onSave: true };
  return compileFormula(
    source,
    context,
    type,
  )({
    values: { ...VALUES, ...at.values },
    before: at.before ? { ...VALUES, ...at.before } : null,
    now: NOW,
    parent: (id) => PARENTS[String(id)],
  });
}

describe('formulas', () => {
  test.each<[string, FormulaType, Stored]>([
    ['1 + 2 * 3 ^ 2', 'number', 19],
    ['-(2 - 5) /* twice */ * 2', 'number', 6],
    ['10 - 3 - 2', 'number', 5],
    ['"a" & "b" + "c"', 'text', 'abc'],
    ["'it\\'s' & \"\\n\"", 'text', "it's\n"],
    ['1 = 1 && 2 <> 3 || FALSE', 'boolean', true],
    ['! (1 >= 2)', 'boolean', true],
    ['ROUND(2.345, 2)', 'number', 2.35],
    ['ROUND(-1250, -2)', 'number', -1300],
    ['FLOOR(-2.5)', 'number', -2],
    ['MFLOOR(-2.5)', 'number', -3],
    ['MOD(-7, 3)', 'number', 2],
    ['MAX(1, Number__c, 3)', 'number', 5],
    ['1 / 0', 'number', null],
    ['Share__c * 2', 'number', 1],
    ['LEFT(Text__c, 2) & UPPER(RIGHT(Text__c, 2))', 'text', 'HeLO'],
    ['MID("abcdef", 2, 3)', 'text', 'bcd'],
    ['FIND("l", Text__c, 4)', 'number', 4],
    ['FIND("x", Text__c)', 'number', 0],
    ['SUBSTITUTE("a.b.c", ".", "")', 'text', 'abc'],
    ['LPAD("7", 3, "0")', 'text', '007'],
    ['VALUE("12.5") + LEN(Text__c)', 'number', 17.5],
    ['ISNUMBER("1.5") && NOT(ISNUMBER("x"))', 'boolean', true],
    ['REGEX("0,15,30", "^[0-9]+(,[0-9]+)*$")', 'boolean', true],
    ['REGEX("0,15x", "[0-9]+")', 'boolean', false],
    ['HYPERLINK("/" + Id, "see", "_self")', 'text', expect.stringContaining('>see</a>') as never],
    ['ISPICKVAL(Kind__c, "Big") && INCLUDES(Days__c, "3")', 'boolean', true],
    ['INCLUDES(Days__c, "2")', 'boolean', false],
    ['CASE(Kind__c, "Small", 1, "Big", 2, 0)', 'number', 2],
    ['CASE(WEEKDAY(Day__c), 7, "Saturday", "another")', 'text', 'Saturday'],
    ['IF(Flag__c, TEXT(Kind__c), TEXT(Number__c))', 'text', 'Big'],
    ['TODAY()', 'date', '2026-01-07'],
    ['NOW()', 'datetime', NOW - 250],
    ['NOW() - At__c', 'number', (12 * 3600 + 15) / 86_400],
    ['(NOW() - At__c) * 1440 >= 720', 'boolean', true],
    ['Day__c + 1', 'date', '2026-02-01'],
    ['DATE(2026, 3, 1) - Day__c', 'number', 29],
    ['DATE(2026, 2, 30)', 'date', null],
    ['ADDMONTHS(Day__c, 1)', 'date', '2026-02-28'],
    ['TIMENOW() > Clock__c', 'boolean', true],
    ['HOUR(TIMEVALUE("17:30:00.000"))', 'number', 17],
    ['DATEVALUE(At__c) = DATEVALUE("2026-01-07")', 'boolean', true],
    ['TEXT(At__c)', 'text', '2026-01-07 01:30:00Z'],
    ['Parent__r.Name & TEXT(Parent__r.Twice__c)', 'text', 'Mother14'],
    ['Half__c + 0', 'number', 2.5],
  ])('%s', (source, type, result) => {
    expect(given(source, type)).toEqual(result);
  });

  test.each<[string, FormulaType, Stored, Case]>([
    ['Number__c + 1', 'number', null, { values: { Number__c: null } }],
    ['Number__c + 1', 'number', 1, { values: { Number__c: null }, zero: true }],
    ['ISBLANK(Number__c)', 'boolean', true, { values: { Number__c: null } }],
    // As documented: where empty counts as 0, a number is never blank.
    ['ISBLANK(Number__c)', 'boolean', false, { values: { Number__c: null }, zero: true }],
    ['Text__c <> "x"', 'boolean', true, { values: { Text__c: null } }],
    ['Text__c & "!"', 'text', '!', { values: { Text__c: null } }],
    ['IF(Number__c < 3, 1, 2)', 'number', 2, { values: { Number__c: null } }],
    ['NOT(Parent__r.On__c)', 'boolean', true, { values: { Parent__c: null } }],
    ['BLANKVALUE(Text__c, Parent__r.Name)', 'text', 'Mother', { values: { Text__c: null } }],
    ['ISNEW()', 'boolean', true, {}],
    ['ISNEW() || ISCHANGED(Text__c)', 'boolean', false, { before: {} }],
    ['ISCHANGED(Text__c)', 'boolean', true, { before: { Text__c: 'was' } }],
    ['PRIORVALUE(Text__c)', 'text', 'was', { before: { Text__c: 'was' } }],
  ])('%s of %s is %s', (source, type, result, at) => {
    expect(given(source, type, at)).toEqual(result);
  });

  test.each<[string, FormulaType, string]>([
    ['Missing__c', 'text', 'Field Missing__c does not exist. Check spelling.'],
    ['Parent__r.Missing__c', 'text', 'Field Parent__r.Missing__c does not exist.'],
    ['FROBNICATE(1)', 'number', 'the formula function FROBNICATE'],
    ['$User.Id', 'text', 'does not support $User.Id in formulas'],
    ['LEN()', 'number', "Incorrect number of parameters for function 'LEN()'. Expected 1"],
    ['LEN(1)', 'number', 'Expected Text, received Number'],
    ['Text__c + 1', 'text', "operator '+'. Expected Number, received Text"],
    ['Kind__c = "Big"', 'boolean', 'received Picklist'],
    ['IF(1, 2, 3)', 'number', 'Expected Boolean, received Number'],
    ['(1 + 2', 'number', "Missing ')'"],
    ['1 2', 'number', "Extra '2'"],
    ['', 'number', 'Empty formula'],
    [
      'Text__c',
      'boolean',
      'data type (Text), incompatible with expected data type (true or false)',
    ],
    ['Own__c', 'number', 'refers to itself'],
  ])('%s as %s is refused', (source, type, message) => {
    expect(() => given(source, type)).toThrow(message);
  });

  test('the save alone knows what was before', () => {
    const context = { schema: SCHEMA, object: CHILD, blankAsZero: false };
    expect(() => compileFormula('ISNEW()', context, 'boolean')).toThrow('may not be used');
  });

  test('a percentage counts as its hundredth, and is given in hundredths', () => {
    const ratio = formulaField(SCHEMA, CHILD, CHILD.fields.get('ratio__c')!);
    const at = { values: VALUES, before: null, now: NOW, parent: () => undefined };
    expect(ratio(at)).toBe(25);
  });
});
