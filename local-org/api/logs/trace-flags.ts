/** Trace flags: whose transactions keep a debug log, and until when. */
import type { JsonObject } from '../body';
import { OrgError } from '../../org/contract';
import { LEVELS, type LogCategory, type LogLevel, type LogLevels } from '../../org/log-levels';
import { madeUpId, to18 } from '../data/ids';
import { formatDatetime } from '../data/output';
import type { VirtualRow } from '../tables/virtual-query';

interface Flag {
  readonly id: string;
  readonly user: string;
  level: string;
  readonly type: string;
  start: number;
  end: number;
}

/** Fields of DebugLevel, and what their levels are for. */
const FIELDS: ReadonlyMap<string, LogCategory> = new Map([
  ['ApexCode', 'APEX_CODE'],
  ['ApexProfiling', 'APEX_PROFILING'],
  ['Callout', 'CALLOUT'],
  ['Database', 'DB'],
  ['Nba', 'NBA'],
  ['System', 'SYSTEM'],
  ['Validation', 'VALIDATION'],
  ['Visualforce', 'VISUALFORCE'],
  ['Wave', 'WAVE'],
  ['Workflow', 'WORKFLOW'],
]);

const HOUR = 3_600_000;

/** Reads a body whatever the case of its names, as the platform does. */
function reader(body: JsonObject): (name: string) => unknown {
  const values = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name.toLowerCase());
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Tools send epoch milliseconds, ISO text, or the text of a Date. */
function moment(value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const ms = typeof value === 'number' ? value : Date.parse(text(value));
  if (Number.isNaN(ms)) throw new OrgError(400, 'INVALID_FIELD', 'This is no date and time.');
  return ms;
}

/** @throws OrgError for a word that is no level */
function levelOf(field: string, value: unknown): LogLevel | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const level = LEVELS.find((known) => known === text(value).toUpperCase());
  if (level !== undefined) return level;
  throw new OrgError(
    400,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field}: bad value for restricted picklist field: ${text(value)}`,
    [field],
  );
}

export class TraceFlags {
  readonly #flags = new Map<string, Flag>();
  readonly #levels = new Map<string, VirtualRow>();

  constructor(private readonly now: () => number) {}

  addLevel(body: JsonObject): string {
    const get = reader(body);
    const name = text(get('DeveloperName'));
    if (name === '')
      throw new OrgError(
        400,
        'REQUIRED_FIELD_MISSING',
        'Required fields are missing: [DeveloperName]',
        ['DeveloperName'],
      );
    if ([...this.#levels.values()].some((level) => level['DeveloperName'] === name))
      throw new OrgError(400, 'DUPLICATE_DEVELOPER_NAME', `The name ${name} is in use.`);
    const id = madeUpId('7dl', this.#levels.size + 1);
    const levels: Record<string, string> = {};
    for (const field of FIELDS.keys()) levels[field] = levelOf(field, get(field)) ?? 'INFO';
    const master = text(get('MasterLabel')) || name;
    this.#levels.set(id, { Id: id, DeveloperName: name, MasterLabel: master, ...levels });
    return id;
  }

  changeLevel(id: string, body: JsonObject): void {
    const get = reader(body);
    const changed = [...FIELDS.keys()].flatMap((field) => {
      const level = levelOf(field, get(field));
      return level === undefined ? [] : [[field, level] as const];
    });
    this.#levels.set(id, { ...this.#levels.get(id), ...Object.fromEntries(changed) });
  }

  /** @throws OrgError while a trace flag uses it */
  removeLevel(id: string): void {
    if ([...this.#flags.values()].some(({ level }) => level === id))
      throw new OrgError(
        400,
        'DELETE_FAILED',
        'Your attempt to delete this debug level could not be completed because a trace flag uses it.',
      );
    this.#levels.delete(id);
  }

  addFlag(body: JsonObject, users: ReadonlySet<string>): string {
    const get = reader(body);
    const user = to18(text(get('TracedEntityId')));
    if (!users.has(user))
      throw new OrgError(
        400,
        'INVALID_CROSS_REFERENCE_KEY',
        'The local org traces users only: TracedEntityId must be the Id of one.',
        ['TracedEntityId'],
      );
    const level = to18(text(get('DebugLevelId')));
    if (!this.#levels.has(level))
      throw new OrgError(400, 'INVALID_CROSS_REFERENCE_KEY', 'No DebugLevel has this Id.', [
        'DebugLevelId',
      ]);
    const id = madeUpId('7tf', this.#flags.size + 1);
    const start = moment(get('StartDate'), this.now());
    const end = moment(get('ExpirationDate'), start + HOUR);
    const type = text(get('LogType')) || 'USER_DEBUG';
    this.#flags.set(id, { id, user, level, type, start, end });
    return id;
  }

  changeFlag(id: string, body: JsonObject): void {
    const flag = this.#flags.get(id);
    if (flag === undefined) return;
    const get = reader(body);
    flag.start = moment(get('StartDate'), flag.start);
    flag.end = moment(get('ExpirationDate'), flag.end);
    const level = to18(text(get('DebugLevelId')));
    if (this.#levels.has(level)) flag.level = level;
  }

  removeFlag(id: string): void {
    this.#flags.delete(id);
  }

  /** What the logs of this user's transactions tell at this moment; undefined: they keep none. */
  levelsOf(userId: string): LogLevels | undefined {
    const now = this.now();
    const flag = [...this.#flags.values()].find(
      ({ user, start, end }) => user === userId && start <= now && now < end,
    );
    const row = flag && this.#levels.get(flag.level);
    return (
      row &&
      Object.fromEntries(
        [...FIELDS].map(([field, category]) => [category, row[field] as LogLevel] as const),
      )
    );
  }

  levelRows(): readonly VirtualRow[] {
    return [...this.#levels.values()];
  }

  flagRows(): readonly VirtualRow[] {
    return [...this.#flags.values()].map((flag) => ({
      Id: flag.id,
      TracedEntityId: flag.user,
      DebugLevelId: flag.level,
      DebugLevel: this.#levels.get(flag.level) ?? null,
      LogType: flag.type,
      StartDate: formatDatetime(flag.start),
      ExpirationDate: formatDatetime(flag.end),
    }));
  }
}
