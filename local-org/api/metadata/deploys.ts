/** Deploys and retrieves: begun by one request, asked for by others. */
import type {
  DeployOutcome,
  DeployRequest,
  LocalOrg,
  PackageFiles,
  TestLevel,
} from '../../org/contract';
import { OrgError } from '../../org/contract';
import { madeUpId, to18 } from '../data/ids';
import { unitIds } from '../tooling/units';
import type { SourceMembers } from '../tracking/source-members';
import type { User } from '../types';
import { deployResult } from './deploy-result';
import { PackageError, packageFiles } from './package-files';

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly testLevel: string | undefined;
  readonly runTests: readonly string[];
}

/** One deploy from its request to its outcome. */
export interface DeployRun {
  readonly id: string;
  readonly options: DeployOptions;
  readonly user: User;
  readonly createdMs: number;
  completedMs?: number;
  outcome?: DeployOutcome;
  /** The zip was unusable, or the org failed. */
  failure?: string;
  request?: DeployRequest;
  /** Somebody asked to cancel it. */
  cancelledBy?: User;
}

const LEVELS: readonly TestLevel[] = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunRelevantTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
];

const KEPT = 100;

function testLevel({ testLevel: given, runTests }: DeployOptions): TestLevel {
  const level = LEVELS.find((known) => known === given);
  if (given !== undefined && level === undefined)
    throw new OrgError(
      400,
      'INVALID_TYPE',
      `The test level ${given} is not supported by the local org.`,
    );
  if (level === 'RunSpecifiedTests' && runTests.length === 0)
    throw new OrgError(400, 'INVALID_OPERATION', 'RunSpecifiedTests needs the names of tests.');
  return level ?? 'NoTestRun';
}

export class Deploys {
  readonly #runs = new Map<string, DeployRun>();
  readonly #retrieves = new Map<string, PackageFiles>();
  #count = 0;

  constructor(
    private readonly org: LocalOrg,
    private readonly members: SourceMembers,
  ) {}

  /**
   * Begins a deploy. Without tests it also waits for the end: the first question after it then finds
   * the outcome, and no tool sleeps.
   *
   * @returns the Id to ask with
   */
  async start(zipped: Buffer, options: DeployOptions, user: User): Promise<string> {
    const level = testLevel(options);
    let files: PackageFiles;
    try {
      files = packageFiles(zipped);
    } catch (error) {
      if (!(error instanceof PackageError)) throw error;
      if (error.errorCode !== undefined) throw new OrgError(400, error.errorCode, error.message);
      const run = this.#add(options, user);
      Object.assign(run, { failure: error.message, completedMs: this.org.clock.now() });
      return run.id;
    }
    const run = this.#add(options, user);
    const { checkOnly, rollbackOnError, runTests } = options;
    const cancelled = (): boolean => run.cancelledBy !== undefined;
    run.request = { files, checkOnly, rollbackOnError, testLevel: level, runTests, cancelled };
    const end = this.#run(run, run.request);
    if (level === 'NoTestRun') await end;
    return run.id;
  }

  /** Deploys files that need no unpacking, and waits for the end. */
  async perform(files: PackageFiles, user: User, checkOnly = false): Promise<DeployRun> {
    const options = { checkOnly, rollbackOnError: true, testLevel: undefined, runTests: [] };
    const run = this.#add(options, user);
    await this.#run(run, { files, checkOnly, testLevel: 'NoTestRun' });
    return run;
  }

  /** Deploys for real what a check has found to be good. */
  async deployValidated(id: string, user: User): Promise<string> {
    const checked = this.#find(id);
    if (checked.request === undefined || !checked.options.checkOnly || !checked.outcome?.success)
      throw new OrgError(
        400,
        'INVALID_ID_FIELD',
        `The deploy ${id} is not a validation that succeeded.`,
      );
    const options = { ...checked.options, checkOnly: false, testLevel: undefined, runTests: [] };
    const run = this.#add(options, user);
    run.request = { ...checked.request, checkOnly: false, testLevel: 'NoTestRun', runTests: [] };
    await this.#run(run, run.request);
    return run.id;
  }

  status(id: string, details = true): Record<string, unknown> {
    return deployResult(this.#find(id), details, unitIds(this.org));
  }

  isDone(id: string): boolean {
    return this.#find(id).completedMs !== undefined;
  }

  /** Ends a deploy before its next test class; nothing of it stays. */
  cancel(id: string, user: User): void {
    const run = this.#find(id);
    if (run.completedMs !== undefined)
      throw new OrgError(400, 'INVALID_ID_FIELD', 'Deployment already completed');
    run.cancelledBy = user;
  }

  addRetrieve(files: PackageFiles): string {
    this.#count += 1;
    const id = madeUpId('09S', this.#count);
    this.#retrieves.set(id, files);
    trim(this.#retrieves);
    return id;
  }

  retrieved(id: string): PackageFiles {
    const files = this.#retrieves.get(to18(id));
    if (files === undefined)
      throw new OrgError(500, 'INVALID_ID_FIELD', `No retrieve has the id ${id}.`);
    return files;
  }

  #add(options: DeployOptions, user: User): DeployRun {
    this.#count += 1;
    const id = madeUpId('0Af', this.#count);
    const run: DeployRun = { id, options, user, createdMs: this.org.clock.now() };
    this.#runs.set(id, run);
    trim(this.#runs);
    return run;
  }

  #find(id: string): DeployRun {
    const run = this.#runs.get(to18(id));
    if (run === undefined)
      throw new OrgError(404, 'INVALID_ID_FIELD', `No deploy has the id ${id}.`);
    return run;
  }

  async #run(run: DeployRun, request: DeployRequest): Promise<void> {
    try {
      run.outcome = await this.org.deploy(request);
      if (run.outcome.success && !run.options.checkOnly)
        this.members.record(
          run.outcome.components,
          this.org.files(),
          run.user,
          this.org.clock.now(),
        );
    } catch (error) {
      run.failure = error instanceof Error ? error.message : String(error);
    }
    // Only a validation may be deployed later; the files of others would be kept for nothing.
    if (!run.options.checkOnly || !run.outcome?.success) delete run.request;
    run.completedMs = this.org.clock.now();
  }
}

function trim(map: Map<string, unknown>): void {
  const oldest = map.keys().next().value;
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
