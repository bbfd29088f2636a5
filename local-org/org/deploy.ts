/** Deploys: read, merge, compile, test, and only then install. All or nothing. */
import type { MemoryDatabase } from '../database/memory-database';
import type { Compiler, Program, TestMethod } from '../language/program';
import { FlowBook } from '../flow';
import { readPackage } from '../metadata';
import type { PackageContents, PackageProblem } from '../metadata/contract';
import type { Step } from '../scheduler/suspension';
import { merge, schemaOf, sourcesOf, type Catalog } from './catalog';
import type { DeployOutcome, DeployRequest, TestRunResult } from './contract';
import { lacksOfCoverage } from './coverage-threshold';
import { componentResults, problemsOfCompile } from './deploy-result';
import { flowProblems } from './flow-problems';
import { formulaProblems } from './formula-problems';
import { metadataProblems } from './metadata-problems';
import type { KeyPrefixes } from './object-schema';
import { relevantTests } from './relevant-tests';
import { writeSetupRows } from './setup-rows';

/** What a deploy needs of its org. */
export interface DeployTarget {
  /** As it is now. */
  readonly catalog: Catalog;
  readonly compiler: Compiler;
  readonly prefixes: KeyPrefixes;
  readonly database: MemoryDatabase;
  now(): number;
  runTests(
    catalog: Catalog,
    methods: readonly TestMethod[],
    cancelled: () => boolean,
  ): Promise<TestRunResult>;
  /** Runs `step` as a task and waits for it. */
  perform(name: string, step: () => Step<void>): Promise<void>;
  /** The rows are about to move to another shape. */
  reshape(): void;
  install(catalog: Catalog): void;
}

export async function deploy(org: DeployTarget, request: DeployRequest): Promise<DeployOutcome> {
  const before = org.catalog;
  const contents = readPackage(request.files);
  const problems: PackageProblem[] = [...contents.problems];
  const prepared = hasErrors(problems) ? undefined : prepare(org, request, contents, problems);
  const report = (): DeployOutcome['components'] =>
    componentResults(before, contents, problems, request.files);
  if (!prepared || hasErrors(problems)) return { success: false, components: report() };
  problems.push(...unknownTests(prepared.program, request));
  if (hasErrors(problems)) return { success: false, components: report() };
  const methods = selectTests(prepared, request, contents);
  const cancelled = (): boolean => request.cancelled?.() ?? false;
  const tests = methods && (await org.runTests(prepared, methods, cancelled));
  const coverageWarnings = tests ? lacksOfCoverage(request, contents, tests) : [];
  const bad = tests?.tests.some((t) => t.outcome !== 'Pass') || coverageWarnings.length > 0;
  if (!bad && !request.checkOnly)
    await org.perform('deploy', () => installWhenQuiet(org, before, prepared, cancelled));
  const ended = cancelled() && org.catalog !== prepared;
  return {
    success: !bad && !ended,
    components: report(),
    ...(tests ? { tests } : {}),
    coverageWarnings,
    cancelled: ended,
  };
}

function hasErrors(problems: readonly PackageProblem[]): boolean {
  return problems.some((p) => p.severity === 'Error');
}

function prepare(
  org: DeployTarget,
  request: DeployRequest,
  contents: PackageContents,
  problems: PackageProblem[],
): Catalog | undefined {
  const before = org.catalog;
  const content = merge(before, request.files, contents);
  const schema = schemaOf(content, org.prefixes, { content: before, schema: before.schema });
  problems.push(
    ...formulaProblems(content, schema),
    ...metadataProblems(contents, content, schema, org.now()),
  );
  const compiled = org.compiler.compile(sourcesOf(content), schema);
  problems.push(...problemsOfCompile(compiled.diagnostics, contents));
  const { program } = compiled;
  if (!program) return undefined;
  const flowBook = new FlowBook(content.flows.values(), schema, program);
  problems.push(...flowProblems(flowBook, contents));
  return { ...content, schema, program, flowBook };
}

/** Names of tests that are none: a deploy that ran nothing must not look tested. */
function unknownTests(program: Program, request: DeployRequest): PackageProblem[] {
  if (request.testLevel !== 'RunSpecifiedTests') return [];
  const known = new Set(
    program.tests().flatMap((t) => [t.className, `${t.className}.${t.methodName}`]),
  );
  const lower = new Set([...known].map((name) => name.toLowerCase()));
  return (request.runTests ?? [])
    .filter((name) => !lower.has(name.toLowerCase()))
    .map((name) => ({
      component: { type: '', fullName: 'package.xml', fileName: 'package.xml' },
      severity: 'Error',
      message: `No test class or method is named ${name}.`,
    }));
}

/** Undefined: the test level asks for none. */
function selectTests(
  { program, ...content }: Catalog,
  request: DeployRequest,
  contents: PackageContents,
): readonly TestMethod[] | undefined {
  switch (request.testLevel ?? 'NoTestRun') {
    case 'NoTestRun':
      return undefined;
    case 'RunSpecifiedTests': {
      const names = new Set((request.runTests ?? []).map((n) => n.toLowerCase()));
      return program
        .tests()
        .filter(
          (t) =>
            names.has(t.className.toLowerCase()) ||
            names.has(`${t.className}.${t.methodName}`.toLowerCase()),
        );
    }
    case 'RunRelevantTests':
      return relevantTests(program, sourcesOf(content), contents);
    default:
      // A package without Apex needs no tests.
      return contents.classes.length + contents.triggers.length === 0 ? undefined : program.tests();
  }
}

/** The shape of the org changes between transactions: waits until none is open. */
function* installWhenQuiet(
  org: DeployTarget,
  before: Catalog,
  next: Catalog,
  cancelled: () => boolean,
): Step<void> {
  const { database } = org;
  for (;;) {
    const open = database.openTransactions();
    if (open.length === 0) break;
    yield {
      kind: 'blocked',
      op: { kind: 'admin', object: '', detail: 'deploy' },
      on: open,
      deadline: Infinity,
    };
  }
  if (cancelled()) return;
  if (next.schema !== before.schema) {
    org.reshape();
    database.replaceSchema(next.schema);
  }
  const db = database.begin();
  writeSetupRows(db, next.schema, before, next, org.now());
  db.commit();
  org.install(next);
}
