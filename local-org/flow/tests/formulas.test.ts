/** Constants, formulas, text templates and what every flow knows. */
import { programs } from './kit';
import {
  assign,
  bool,
  constant,
  day,
  decide,
  flow,
  formula,
  num,
  ref,
  template,
  text,
  variable,
  type Item,
  type Test,
} from './xml';

const OUT = variable('out', 'String', ['output']);
const N = (value: number): string => variable('n', 'Number', [], num(value));
const T = (value?: string): string => variable('t', 'String', [], value && text(value));
/** Assigns, and gives back what is in `out`. */
const assigning = (items: readonly Item[], ...more: readonly string[]): string =>
  flow('A', [...more, assign('A', items)]);

/** `yes` when the tests hold, else `no`. */
const deciding = (tests: readonly Test[], logic = 'and', ...more: readonly string[]): string =>
  flow('D', [
    OUT,
    ...more,
    decide('D', [{ tests, logic, next: 'Yes' }], 'No'),
    assign('Yes', [['out', 'Assign', text('yes')]]),
    assign('No', [['out', 'Assign', text('no')]]),
  ]);

programs({
  'a constant': [
    assigning([['out', 'Assign', ref('pi')]], OUT, constant('pi', 'Number', num(3.14))),
    '3.14',
  ],
  'a formula': [
    assigning(
      [['out', 'Assign', ref('f')]],
      OUT,
      N(2),
      formula('f', 'String', 'IF({!n} > 1, &quot;many {!n}&quot;, &quot;one&quot;)'),
    ),
    'many {!n}',
  ],
  'a formula of a formula': [
    assigning(
      [['out', 'Assign', ref('g')]],
      variable('out', 'Number', ['output']),
      N(2),
      formula('f', 'Number', '{!n} * 3'),
      formula('g', 'Number', '{!f} + 0.5'),
    ),
    '6.5',
  ],
  'a formula sees what a variable is now': [
    assigning(
      [
        ['n', 'Assign', num(9)],
        ['out', 'Assign', ref('f')],
      ],
      variable('out', 'Number', ['output']),
      N(2),
      formula('f', 'Number', '{!n} + 1'),
    ),
    '10',
  ],
  'a formula with dates': [
    assigning(
      [['out', 'Assign', ref('f')]],
      variable('out', 'Date', ['output']),
      variable('d', 'Date', [], day('2026-01-31')),
      formula('f', 'Date', 'ADDMONTHS({!d}, 1)'),
    ),
    '2026-02-28 00:00:00',
  ],
  'a formula that is a checkbox': [
    deciding(
      [['f', 'EqualTo', bool(true)]],
      'and',
      T('x'),
      formula('f', 'Boolean', 'AND(LEN({!t}) = 1, NOT(ISBLANK({!t})))'),
    ),
    'yes',
  ],
  'a text template': [
    assigning(
      [['out', 'Assign', ref('hello')]],
      OUT,
      N(2),
      T('Lane'),
      template('hello', '{!t} has {!n} items, {!missing}.'),
      variable('missing', 'String'),
    ),
    'Lane has 2 items, .',
  ],
  'global constants': [
    assigning(
      [
        ['out', 'Assign', ref('$GlobalConstant.EmptyString')],
        ['out', 'Add', ref('$GlobalConstant.True')],
      ],
      OUT,
    ),
    'true',
  ],
  'the user': [assigning([['out', 'Assign', ref('$User.Username')]], OUT), 'admin@local.org'],
});
