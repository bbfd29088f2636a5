/** Apex actions of flows, and their faults. */
import { programs } from './kit';
import { addAAndB, action, assign, flow, num, ref, text, variable } from './xml';

const OUT = variable('out', 'String', ['output']);
const LIST = variable('list', 'String', ['list', 'output']);

programs({
  'an Apex action': [
    flow('X', [
      variable('out', 'Number', ['output']),
      action('X', 'Twice', [['amount', num(21)]], { next: 'A' }),
      assign('A', [['out', 'Assign', ref('X.twice')]]),
    ]),
    '42',
  ],
  'an Apex action into a variable': [
    flow('X', [
      OUT,
      LIST,
      addAAndB('X', 'Y'),
      action(
        'Y',
        'Twice',
        [
          ['amount', num(1)],
          ['words', ref('list')],
        ],
        { outputs: [['said', 'out']] },
      ),
    ]),
    'a+b',
  ],
  'an Apex action with a plain value': [
    flow('X', [
      OUT,
      action('X', 'Shout', [['words', text('hey')]], { next: 'A' }),
      assign('A', [['out', 'Assign', ref('X.output')]]),
    ]),
    'HEY',
  ],
  'a fault that is handled': [
    flow('X', [
      OUT,
      action('X', 'Twice', [['amount', num(13)]], { fault: 'A' }),
      assign('A', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
    ]),
    'An Apex error occurred: System.IllegalArgumentException: not 13',
  ],
  'an action that loses results': [
    flow('X', [
      OUT,
      action('X', 'Lossy', [['words', text('hey')]], { fault: 'A' }),
      assign('A', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
    ]),
    'The number of results does not match the number of interviews that were executed in a single bulk execution request.',
  ],
  'an action without what it requires': [
    flow('X', [
      OUT,
      variable('n', 'Number'),
      action('X', 'Twice', [['amount', ref('n')]], { fault: 'A' }),
      assign('A', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
    ]),
    'Missing required input parameter: amount',
  ],
});
