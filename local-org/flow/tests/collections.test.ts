/** What becomes of collections. */
import { programs } from './kit';
import { assign, flow, formula, num, ref, text, variable, type Item } from './xml';

const LIST = variable('list', 'String', ['list', 'output']);
const N = (value: number): string => variable('n', 'Number', [], num(value));
/** What lists are, as text: the collection is the output. */
const listing = (items: readonly Item[], ...more: readonly string[]): string =>
  flow('A', [
    variable('out', 'String', ['list', 'output']),
    ...more,
    assign('A', [
      ['out', 'Add', text('a')],
      ['out', 'Add', text('b')],
      ['out', 'Add', text('a')],
      ...items,
    ]),
  ]);

programs({
  'Add appends': [listing([]), '(a, b, a)'],
  'Add appends a collection': [listing([['out', 'Add', ref('out')]]), '(a, b, a, a, b, a)'],
  AddAtStart: [listing([['out', 'AddAtStart', text('z')]]), '(z, a, b, a)'],
  RemoveFirst: [listing([['out', 'RemoveFirst', text('a')]]), '(b, a)'],
  RemoveAll: [listing([['out', 'RemoveAll', text('a')]]), '(b)'],
  'RemoveAll of a collection': [listing([['out', 'RemoveAll', ref('out')]]), '()'],
  RemovePosition: [listing([['out', 'RemovePosition', num(2)]]), '(a, a)'],
  RemoveBeforeFirst: [listing([['out', 'RemoveBeforeFirst', text('b')]]), '(b, a)'],
  RemoveAfterFirst: [listing([['out', 'RemoveAfterFirst', text('b')]]), '(a, b)'],
  'RemoveAfterFirst of what is not there': [
    listing([['out', 'RemoveAfterFirst', text('z')]]),
    '(a, b, a)',
  ],
  RemoveUncommon: [listing([['out', 'RemoveUncommon', text('b')]]), '(b)'],
  AssignCount: [
    listing(
      [
        ['n', 'AssignCount', ref('out')],
        ['out', 'Add', ref('f')],
      ],
      N(0),
      formula('f', 'String', 'TEXT({!n})'),
    ),
    '(a, b, a, 3)',
  ],
  'a collection is copied': [
    listing(
      [
        ['list', 'Assign', ref('out')],
        ['list', 'Add', text('c')],
      ],
      LIST,
    ),
    '(a, b, a)',
  ],
});
