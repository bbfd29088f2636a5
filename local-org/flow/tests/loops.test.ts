/** Loops. */
import { programs } from './kit';
import { addAAndB, assign, flow, loop, ref, text, variable } from './xml';

const OUT = variable('out', 'String', ['output']);
const LIST = variable('list', 'String', ['list', 'output']);
const T = (value?: string): string => variable('t', 'String', [], value && text(value));

programs({
  'a loop': [
    flow('S', [
      OUT,
      LIST,
      addAAndB('S', 'L'),
      loop('L', 'list', 'A'),
      assign('A', [['out', 'Add', ref('L')]], 'L'),
    ]),
    'ab',
  ],
  'a loop backwards': [
    flow('S', [
      OUT,
      LIST,
      addAAndB('S', 'L'),
      loop('L', 'list', 'A', undefined, '<iterationOrder>Desc</iterationOrder>'),
      assign('A', [['out', 'Add', ref('L')]], 'L'),
    ]),
    'ba',
  ],
  'a loop with a variable of its own': [
    flow('S', [
      OUT,
      LIST,
      T(),
      assign('S', [['list', 'Add', text('a')]], 'L'),
      loop('L', 'list', 'A', 'E', '<assignNextValueToReference>t</assignNextValueToReference>'),
      assign('A', [['out', 'Add', ref('t')]], 'L'),
      assign('E', [['out', 'Add', text('!')]]),
    ]),
    'a!',
  ],
  'a loop over nothing': [
    flow('L', [
      OUT,
      LIST,
      loop('L', 'list', 'A', 'E'),
      assign('A', [['out', 'Add', text('x')]], 'L'),
      assign('E', [['out', 'Add', text('end')]]),
    ]),
    'end',
  ],
  'a loop within a loop': [
    flow('S', [
      OUT,
      LIST,
      addAAndB('S', 'L'),
      loop('L', 'list', 'M'),
      loop('M', 'list', 'A', 'L'),
      assign(
        'A',
        [
          ['out', 'Add', ref('L')],
          ['out', 'Add', ref('M')],
        ],
        'M',
      ),
    ]),
    'aaabbabb',
  ],
  'what the body adds is not gone through': [
    flow('S', [
      OUT,
      LIST,
      assign('S', [['list', 'Add', text('a')]], 'L'),
      loop('L', 'list', 'A'),
      assign(
        'A',
        [
          ['out', 'Add', ref('L')],
          ['list', 'Add', text('b')],
        ],
        'L',
      ),
    ]),
    'a',
  ],
});
