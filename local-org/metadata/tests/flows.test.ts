import { readPackage } from '..';

const read = (xml: string): ReturnType<typeof readPackage> =>
  readPackage(
    new Map([
      ['package.xml', Buffer.from('<Package><version>65.0</version></Package>')],
      ['flows/My_Flow-3.flow', Buffer.from(xml)],
    ]),
  );

test('a flow is handed on, with the places of its parts', () => {
  const { flows, problems } = read('<Flow>\n  <status>Active</status></Flow>');
  expect(problems).toEqual([]);
  expect(flows.map((flow) => [flow.name, flow.place(flow.root.child('status')!)])).toEqual([
    ['My_Flow', { line: 2, column: 3 }],
  ]);
});

test('a file that is no flow is refused', () => {
  const { flows, problems } = read('<Workflow/>');
  expect(flows).toEqual([]);
  expect(problems).toMatchObject([
    { severity: 'Error', message: expect.stringContaining('must be Flow, not Workflow') },
  ]);
});
