/** An org to deploy small flows to, and to start them in. */
import type { EmbeddedOrg } from '../../org';
import type { DeployOutcome, LocalOrgOptions } from '../../org/contract';
import { orgWith, packageOf, run, runFailing } from '../../org/tests/support/kit';

/** What flows call in these tests. */
const CLASSES = {
  Twice: `public class Twice {
    public class Given { @InvocableVariable(required=true) public Integer amount; @InvocableVariable public List<String> words; }
    public class Made { @InvocableVariable public Integer twice; @InvocableVariable public String said; @InvocableVariable public Integer calls; }
    private static Integer calls = 0;
    @InvocableMethod public static List<Made> run(List<Given> all) {
      calls++;
      List<Made> results = new List<Made>();
      for (Given one : all) {
        if (one.amount == 13) { throw new IllegalArgumentException('not 13'); }
        Made made = new Made();
        made.twice = one.amount * 2;
        made.said = one.words == null ? null : String.join(one.words, '+');
        made.calls = calls;
        results.add(made);
      }
      return results;
    }
  }`,
  Shout: `public class Shout {
    @InvocableMethod public static List<String> run(List<String> words) {
      List<String> loud = new List<String>();
      for (String word : words) { loud.add(word.toUpperCase()); }
      return loud;
    }
  }`,
  Lossy: `public class Lossy {
    @InvocableMethod public static List<String> run(List<String> words) { return new List<String>(); }
  }`,
};

export const newOrg = (
  more: Readonly<Record<string, string>> = {},
  options: LocalOrgOptions = {},
): Promise<EmbeddedOrg> => orgWith({ classes: { ...CLASSES, ...more } }, options);

/** Deploys flows by name. */
export function deployFlows(
  org: EmbeddedOrg,
  flows: Readonly<Record<string, string>>,
): Promise<DeployOutcome> {
  const files = new Map(packageOf({}));
  for (const [name, xml] of Object.entries(flows))
    files.set(`flows/${name}.flow`, Buffer.from(xml));
  return org.deploy({ files });
}

/** Deploys flows that must be right and supported. */
export async function install(
  org: EmbeddedOrg,
  flows: Readonly<Record<string, string>>,
): Promise<void> {
  const { success, components } = await deployFlows(org, flows);
  const bad = components.find(({ problem }) => problem !== undefined);
  if (!success || bad) throw new Error(bad?.problem ?? 'refused');
}

const apexOf = (name: string, inputs: string, outputs: readonly string[]): string =>
  `Flow.Interview interview = Flow.Interview.createInterview('${name}', new Map<String, Object>{${inputs}});
   interview.start();
   ${outputs.map((output) => `System.debug(interview.getVariableValue('${output}'));`).join('\n')}`;

/** Starts a flow from Apex; answers its outputs as Apex shows them. `inputs`: `'n' => 1`. */
export const start = (
  org: EmbeddedOrg,
  name: string,
  inputs = '',
  outputs: readonly string[] = ['out'],
): Promise<string[]> => run(org, apexOf(name, inputs, outputs));

/** Starts a flow that must fail; answers the message. */
export const startFailing = (org: EmbeddedOrg, name: string, inputs = ''): Promise<string> =>
  runFailing(org, apexOf(name, inputs, []));

/** By what each shows: a flow, what its output `out` is then, and its inputs as Apex. */
export type Programs = Readonly<
  Record<string, readonly [xml: string, out: string, inputs?: string]>
>;

/** A test for each: deployed, started from Apex, and its output compared. */
export function programs(all: Programs): void {
  let org: EmbeddedOrg;
  beforeAll(async () => (org = await newOrg()));
  afterAll(() => org.close());
  test.each(Object.entries(all))('%s', async (_name, [xml, expected, inputs]) => {
    await install(org, { Case: xml });
    expect(await start(org, 'Case', inputs)).toEqual([expected]);
  });
}
