/** Puts the parts of an org together. */
import { RealClock, VirtualClock, type Clock } from '../clock/clock';
import { MemoryDatabase } from '../database/memory-database';
import { FlowBook } from '../flow';
import type { SubscriberConfig } from '../jobs/event-bus';
import { createCompiler } from '../language/compiler';
import { KeptPrograms } from '../language/kept/programs';
import type { Compiler } from '../language/program';
import { LibraryRegistry } from '../runtime/core/registry';
import type { RunningUser } from '../runtime/host';
import { registerLibrary } from '../runtime/library';
import { RandomSource } from '../scheduler/random-source';
import { Scheduler } from '../scheduler/scheduler';
import { RandomStrategy } from '../scheduler/strategies/random';
import { SerialStrategy } from '../scheduler/strategies/serial';
import { Maintenance } from '../transaction/maintenance';
import { Memo } from '../transaction/memo/memo';
import type { LogLevels } from '../transaction/log-levels';
import { DEFAULT_SETTINGS, type Settings } from '../transaction/settings';
import type { Transaction } from '../transaction/transaction';
import { EMPTY, schemaOf, type Catalog } from './catalog';
import type { LocalOrgOptions } from './contract';
import { dailyLimits } from './daily-limits';
import { API_VERSION, Engine } from './engine';
import { Faults } from './faults';
import { KeyPrefixes } from './object-schema';
import { PermissionBook } from './permissions';
import { Requests } from './requests';
import { AUTOMATED_USER, seedSetupData, type Newborn } from './setup-data';
import { TextDigests } from './state-text';
import { Statistics } from './statistics';
import { allUsers } from './users';

const EVENT_BATCH = 2000;

/** One for all orgs of the process: they have the same library. */
const PROGRAMS = new KeptPrograms();

export class Wiring {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly scheduler: Scheduler;
  readonly database: MemoryDatabase;
  readonly compiler: Compiler;
  readonly prefixes = new KeyPrefixes();
  readonly permissions = new PermissionBook();
  readonly faults: Faults;
  readonly maintenance = new Maintenance((tx) => this.scheduler.released(tx));
  readonly statistics = new Statistics();
  readonly memo: Memo | null;
  readonly newborn: Newborn;
  readonly engine: Engine;
  readonly requests: Requests;
  /** For `stateTextOf`: of small parts only, so they are few. */
  readonly leafDigests = new TextDigests();
  /** Whose transactions keep their debug logs although the settings do not say so. */
  keepLogsOf: (userId: string) => boolean | LogLevels = () => false;
  /** Hears of every transaction that kept a debug log. */
  onEnd: (tx: Transaction, failed: boolean) => void = () => undefined;
  readonly #automated: RunningUser;
  #catalog: Catalog;

  constructor(options: LocalOrgOptions) {
    const seed = options.seed ?? 1;
    this.clock =
      options.clock === 'virtual' ? new VirtualClock(options.startTime) : new RealClock();
    this.random = new RandomSource(seed).fork('org');
    this.scheduler = new Scheduler({
      clock: this.clock,
      strategy: options.strategy ?? strategyOf(options.interleaving, seed),
      deadlockDetection: options.deadlockDetection ?? false,
      earlyTimeouts: options.earlyTimeouts ?? false,
    });
    const schema = schemaOf(EMPTY, this.prefixes);
    this.database = new MemoryDatabase(schema, {
      now: () => this.clock.now(),
      firstNumbers: { Organization: options.orgNumber ?? 1 },
    });
    this.database.onRelease((tx) => this.scheduler.released(tx));
    const library = new LibraryRegistry();
    registerLibrary(library);
    this.compiler = createCompiler({ library, kept: PROGRAMS });
    const { program, diagnostics } = this.compiler.compile([], schema);
    if (!program) throw new Error(`An empty org does not compile: ${JSON.stringify(diagnostics)}`);
    this.#catalog = { ...EMPTY, schema, program, flowBook: new FlowBook([], schema, program) };
    const given = settingsOf(options);
    const keepLogs = given.keepLogs || ((userId: string) => this.keepLogsOf(userId));
    const settings = { ...given, keepLogs };
    const orgName = options.orgName ?? 'Local Org';
    const now = this.clock.now();
    this.newborn = seedSetupData(this.database, {
      orgName,
      edition: settings.edition,
      now,
      adminUsername: options.adminUsername,
      trialEnds: options.trialEnds,
    });
    this.#automated = allUsers(this.database).find((u) => u.username === AUTOMATED_USER)!;
    this.faults = new Faults(this.random.fork('faults'));
    this.memo = memoOf(options, () => this.scheduler.trail);
    this.engine = new Engine({
      orgId: this.newborn.orgId,
      orgName,
      database: this.database,
      clock: this.clock,
      scheduler: this.scheduler,
      settings,
      random: this.random,
      compiler: this.compiler,
      permissions: this.permissions,
      faults: this.faults,
      maintenance: this.maintenance,
      meter: this.statistics,
      network: options.network ?? null,
      logged: (tx, failed) => this.onEnd(tx, failed),
      ...(this.memo ? { memo: this.memo } : {}),
      workers: options.workers ?? 5,
      orgLimits: () => dailyLimits(this),
      program: () => this.#catalog.program,
      flows: () => this.#catalog.flowBook,
      versionOf: (unit) => this.#versionOf(unit),
      subscriber: (trigger) => this.#subscriber(trigger),
    });
    this.requests = new Requests(this.engine, this.faults, this.statistics);
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  set catalog(catalog: Catalog) {
    if (catalog !== this.#catalog) this.memo?.clear();
    this.#catalog = catalog;
    this.permissions.definitions = catalog.permissions;
  }

  #versionOf(unit: string): number {
    const key = unit.toLowerCase();
    const found = this.#catalog.classes.get(key) ?? this.#catalog.triggers.get(key);
    return Number(found?.apiVersion ?? API_VERSION);
  }

  #subscriber(trigger: string): SubscriberConfig {
    const config = this.#catalog.subscribers.get(trigger.toLowerCase());
    const user = config?.user
      ? allUsers(this.database).find((u) => u.username === config.user)
      : undefined;
    return { user: user ?? this.#automated, batchSize: config?.batchSize ?? EVENT_BATCH };
  }
}

function strategyOf(interleaving: LocalOrgOptions['interleaving'], seed: number) {
  return interleaving === 'random' ? new RandomStrategy(seed) : new SerialStrategy();
}

function memoOf(
  { stable = false, memo = false, clock }: LocalOrgOptions,
  trailOf: Memo['trailOf'],
): Memo | null {
  if (!stable && !memo) return null;
  if (clock !== 'virtual') throw new Error('A stable org needs a virtual clock.');
  return new Memo({ remember: memo }, trailOf);
}

function settingsOf(options: LocalOrgOptions): Settings {
  const { waitMode, loadOld, edition } = options;
  return {
    ...DEFAULT_SETTINGS,
    ...(waitMode ? { waitMode } : {}),
    ...(loadOld ? { loadOld } : {}),
    ...(edition ? { edition } : {}),
    ...options.settings,
  };
}
