/** Operators and logic of decisions. */
import { programs } from './kit';
import { assign, bool, decide, flow, num, ref, text, variable, type Test } from './xml';

const OUT = variable('out', 'String', ['output']);
const LIST = variable('list', 'String', ['list', 'output']);
const N = (value: number): string => variable('n', 'Number', [], num(value));
const T = (value?: string): string => variable('t', 'String', [], value && text(value));
/** `yes` when the tests hold, else `no`. */
const deciding = (tests: readonly Test[], logic = 'and', ...more: readonly string[]): string =>
  flow('D', [
    OUT,
    ...more,
    decide('D', [{ tests, logic, next: 'Yes' }], 'No'),
    assign('Yes', [['out', 'Assign', text('yes')]]),
    assign('No', [['out', 'Assign', text('no')]]),
  ]);

const yes = (...tests: readonly Test[]): string => deciding(tests, 'and', N(2), T('Lane'), LIST);

programs({
  EqualTo: [yes(['t', 'EqualTo', text('Lane')]), 'yes'],
  'EqualTo heeds case': [yes(['t', 'EqualTo', text('lane')]), 'no'],
  'EqualTo of numbers heeds no scale': [yes(['n', 'EqualTo', num(2.0)]), 'yes'],
  NotEqualTo: [yes(['n', 'NotEqualTo', num(3)]), 'yes'],
  GreaterThan: [yes(['n', 'GreaterThan', num(1)]), 'yes'],
  'GreaterThan of equals': [yes(['n', 'GreaterThan', num(2)]), 'no'],
  GreaterThanOrEqualTo: [yes(['n', 'GreaterThanOrEqualTo', num(2)]), 'yes'],
  LessThan: [yes(['n', 'LessThan', num(2)]), 'no'],
  LessThanOrEqualTo: [yes(['n', 'LessThanOrEqualTo', num(2)]), 'yes'],
  StartsWith: [yes(['t', 'StartsWith', text('La')]), 'yes'],
  EndsWith: [yes(['t', 'EndsWith', text('La')]), 'no'],
  Contains: [yes(['t', 'Contains', text('an')]), 'yes'],
  'IsNull of nothing': [yes(['list', 'IsNull', bool(true)]), 'yes'],
  'IsNull of something': [yes(['t', 'IsNull', bool(true)]), 'no'],
  'IsNull false': [yes(['t', 'IsNull', bool(false)]), 'yes'],
  IsBlank: [yes(['t', 'IsBlank', bool(false)]), 'yes'],
  IsEmpty: [yes(['list', 'IsEmpty', bool(true)]), 'yes'],
  'nothing is less than nothing': [deciding([['t', 'LessThan', text('a')]], 'and', T()), 'no'],
  'nothing equals nothing': [
    deciding([['t', 'EqualTo', ref('u')]], 'and', T(), variable('u', 'String')),
    'yes',
  ],
  WasVisited: [yes(['D', 'WasVisited', bool(true)]), 'yes'],
  'WasVisited of another': [yes(['Yes', 'WasVisited', bool(true)]), 'no'],
  In: [
    flow('A', [
      OUT,
      LIST,
      T('b'),
      assign(
        'A',
        [
          ['list', 'Add', text('a')],
          ['list', 'Add', text('b')],
        ],
        'D',
      ),
      decide('D', [{ tests: [['t', 'In', ref('list')]], next: 'Yes' }]),
      assign('Yes', [['out', 'Assign', text('in')]]),
    ]),
    'in',
  ],
  'Contains of a collection': [
    flow('A', [
      OUT,
      LIST,
      assign('A', [['list', 'Add', text('a')]], 'D'),
      decide('D', [{ tests: [['list', 'Contains', text('b')]], next: 'Yes' }], 'No'),
      assign('Yes', [['out', 'Assign', text('in')]]),
      assign('No', [['out', 'Assign', text('out')]]),
    ]),
    'out',
  ],
  'all must hold': [yes(['n', 'EqualTo', num(2)], ['t', 'EqualTo', text('x')]), 'no'],
  'one must hold': [
    deciding(
      [
        ['n', 'EqualTo', num(2)],
        ['t', 'EqualTo', text('x')],
      ],
      'or',
      N(2),
      T('y'),
    ),
    'yes',
  ],
  'custom logic': [
    deciding(
      [
        ['n', 'EqualTo', num(1)],
        ['n', 'EqualTo', num(2)],
        ['t', 'EqualTo', text('y')],
      ],
      '1 OR (2 AND NOT 3)',
      N(2),
      T('y'),
    ),
    'no',
  ],
  'AND binds closer than OR': [
    deciding(
      [
        ['n', 'EqualTo', num(2)],
        ['n', 'EqualTo', num(3)],
        ['n', 'EqualTo', num(4)],
      ],
      '1 OR 2 AND 3',
      N(2),
    ),
    'yes',
  ],
  'the first rule that holds': [
    flow('D', [
      OUT,
      N(2),
      decide('D', [
        { tests: [['n', 'GreaterThan', num(5)]], next: 'A' },
        { tests: [['n', 'GreaterThan', num(1)]], next: 'B' },
        { tests: [['n', 'GreaterThan', num(0)]], next: 'A' },
      ]),
      assign('A', [['out', 'Assign', text('a')]]),
      assign('B', [['out', 'Assign', text('b')]]),
    ]),
    'b',
  ],
  'a rule that leads nowhere ends the flow': [
    flow('D', [
      OUT,
      decide('D', [{ tests: [['out', 'IsNull', bool(true)]] }], 'A'),
      assign('A', [['out', 'Assign', text('a')]]),
    ]),
    'null',
  ],
});
