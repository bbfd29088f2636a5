import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../harness/org';
import { openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { thisProject } from '../harness/project';

const EXAMPLE = 'examples/flow/main';
const FLOWS = path.resolve(__dirname, '../../', EXAMPLE, 'flows');

describe('flows', () => {
  let bench: Bench;
  let project: Project;
  const sf = (...args: string[]): Promise<Record<string, unknown>> =>
    bench.sf.json(['project', ...args], { cwd: project.folder });

  beforeAll(async () => {
    bench = await openBench();
    project = thisProject(bench.home);
    cpSync(path.resolve(FLOWS, '..'), path.join(project.folder, 'force-app/main/example'), {
      recursive: true,
    });
  });
  afterAll(() => bench.close());

  it('are deployed with the package and started by a client', async () => {
    expect(await sf('deploy', 'start')).toMatchObject({
      status: 'Succeeded',
      numberComponentErrors: 0,
    });
    const inputs = [{ orderId: 'o1', region: 'EMEA' }];
    const request = ['/services/data/v65.0/actions/custom/flow/Request_Shipment'];
    const { stdout } = await bench.sf.ok(
      ['api', 'request', 'rest', ...request, '-X', 'POST', '--body', JSON.stringify({ inputs })],
      { cwd: project.folder },
    );
    expect(JSON.parse(stdout)).toMatchObject([
      { isSuccess: true, outputValues: { outcome: 'Number 0 of orders/EMEA' } },
    ]);
  });

  it('come back as they were', async () => {
    const folder = path.join(project.folder, 'force-app/main/example/flows');
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
    await sf('retrieve', 'start', '-m', 'Flow');
    const found = path.join(project.folder, 'force-app/main/default/flows');
    expect(readdirSync(found).sort()).toEqual(readdirSync(FLOWS).sort());
    for (const name of readdirSync(found))
      expect(readFileSync(path.join(found, name), 'utf8').trim()).toBe(
        readFileSync(path.join(FLOWS, name), 'utf8').trim(),
      );
  });

  it('are refused at their line', async () => {
    const file = 'force-app/main/default/flows/Ship_Order.flow-meta.xml';
    const text = readFileSync(path.join(project.folder, file), 'utf8');
    project.write(
      file,
      text.replace('>Note_Tracking</targetReference>', '>Gone</targetReference>'),
    );
    const { status, result } = await bench.sf.answer<{
      details: { componentFailures: readonly object[] };
    }>(['project', 'deploy', 'start', '-m', 'Flow:Ship_Order'], { cwd: project.folder });
    expect(status).toBe(1);
    expect(result.details.componentFailures).toMatchObject([
      {
        componentType: 'Flow',
        fullName: 'Ship_Order',
        problem: 'A connector leads to "Gone", which is no element of the flow',
        lineNumber: expect.any(Number),
      },
    ]);
  });
});
