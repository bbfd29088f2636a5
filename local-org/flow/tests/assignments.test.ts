/** What is put into variables, and what comes out of them. */
import { programs } from './kit';
import { assign, bool, day, flow, instant, num, ref, text, variable, type Item } from './xml';

const OUT = variable('out', 'String', ['output']);
const N = (value: number): string => variable('n', 'Number', [], num(value));
/** Assigns, and gives back what is in `out`. */
const assigning = (items: readonly Item[], ...more: readonly string[]): string =>
  flow('A', [...more, assign('A', items)]);

programs({
  'a default value': [
    flow('A', [variable('out', 'String', ['output'], text('x')), assign('A', [])]),
    'x',
  ],
  'nothing assigned is null': [assigning([], OUT), 'null'],
  'a text is assigned': [assigning([['out', 'Assign', text('hello')]], OUT), 'hello'],
  'a number is assigned': [
    assigning([['out', 'Assign', num(1.5)]], variable('out', 'Number', ['output'])),
    '1.5',
  ],
  'a checkbox is assigned': [
    assigning([['out', 'Assign', bool(true)]], variable('out', 'Boolean', ['output'])),
    'true',
  ],
  'a date is assigned': [
    assigning([['out', 'Assign', day('2026-01-31')]], variable('out', 'Date', ['output'])),
    '2026-01-31 00:00:00',
  ],
  'a moment is assigned': [
    assigning(
      [['out', 'Assign', instant('2026-01-31T10:00:00.000Z')]],
      variable('out', 'DateTime', ['output']),
    ),
    '2026-01-31 10:00:00',
  ],
  'nothing is assigned': [
    assigning(
      [
        ['out', 'Assign', text('x')],
        ['out', 'Assign'],
      ],
      OUT,
    ),
    'null',
  ],
  'a text takes a number': [assigning([['out', 'Assign', ref('n')]], OUT, N(2.5)), '2.5'],
  'a text takes a checkbox': [assigning([['out', 'Assign', bool(false)]], OUT), 'false'],
  'a text takes a date': [
    assigning([['out', 'Assign', ref('d')]], OUT, variable('d', 'Date', [], day('2026-01-31'))),
    '2026-01-31',
  ],
  'an input': [
    flow('A', [
      OUT,
      variable('name', 'String', ['input']),
      assign('A', [['out', 'Assign', ref('name')]]),
    ]),
    'Ada',
    "'name' => 'Ada'",
  ],
  'an input takes any number of Apex': [
    flow('A', [
      variable('out', 'Number', ['input', 'output']),
      assign('A', [['out', 'Add', num(1)]]),
    ]),
    '42',
    "'out' => 41L",
  ],
  'a collection as input': [
    flow('A', [
      variable('out', 'String', ['input', 'output', 'list']),
      assign('A', [['out', 'Add', text('c')]]),
    ]),
    '(a, b, c)',
    "'out' => new List<String>{'a', 'b'}",
  ],
  'a value for what is no input is ignored': [
    assigning([], OUT),
    'null',
    "'out' => 'x', 'none' => 1",
  ],
  'names of inputs heed case': [
    flow('A', [
      OUT,
      variable('name', 'String', ['input']),
      assign('A', [['out', 'Assign', ref('name')]]),
    ]),
    'null',
    "'NAME' => 'Ada'",
  ],
  'texts are joined': [
    assigning(
      [
        ['out', 'Assign', text('a')],
        ['out', 'Add', text('b')],
        ['out', 'Add', num(3)],
      ],
      OUT,
    ),
    'ab3',
  ],
  'numbers are added': [
    assigning(
      [
        ['out', 'Add', num(2)],
        ['out', 'Add', num(0.5)],
      ],
      variable('out', 'Number', ['output']),
    ),
    '2.5',
  ],
  'numbers are subtracted': [
    assigning([['out', 'Subtract', num(2)]], variable('out', 'Number', ['output'], num(5))),
    '3',
  ],
  'days are added to a date': [
    assigning([['out', 'Add', num(1)]], variable('out', 'Date', ['output'], day('2026-01-31'))),
    '2026-02-01 00:00:00',
  ],
  'days are subtracted from a moment': [
    assigning(
      [['out', 'Subtract', num(0.5)]],
      variable('out', 'DateTime', ['output'], instant('2026-01-31T10:00:00Z')),
    ),
    '2026-01-30 22:00:00',
  ],
});
