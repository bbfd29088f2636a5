/** What every debug log begins and ends with: who runs what, and what it used of its limits. */
import type { LimitName } from './limits';
import type { Transaction } from './transaction';

const LIMITS: readonly (readonly [text: string, name: LimitName])[] = [
  ['Number of SOQL queries', 'Queries'],
  ['Number of query rows', 'QueryRows'],
  ['Number of SOSL queries', 'SoslQueries'],
  ['Number of DML statements', 'DmlStatements'],
  ['Number of Publish Immediate DML', 'PublishImmediateDML'],
  ['Number of DML rows', 'DmlRows'],
  ['Maximum CPU time', 'CpuTime'],
  ['Maximum heap size', 'HeapSize'],
  ['Number of callouts', 'Callouts'],
  ['Number of Email Invocations', 'EmailInvocations'],
  ['Number of future calls', 'FutureCalls'],
  ['Number of queueable jobs added to the queue', 'QueueableJobs'],
  ['Number of Mobile Apex push calls', 'MobilePushApexCalls'],
];

function zone(timeZone: string, at: number): string {
  const part = (timeZoneName: 'long' | 'longOffset'): string =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  const offset = part('longOffset').replace(/^GMT$/, 'GMT+00:00');
  // The two names of this one differ from engine to engine.
  const name = timeZone === 'GMT' ? 'Greenwich Mean Time' : part('long');
  return `(${offset}) ${name} (${timeZone})|${offset}`;
}

/** Id of the class or trigger; only real jobs have one in their logs. */
function unitId(tx: Transaction, object: 'ApexClass' | 'ApexTrigger', name: string): string | null {
  const found = tx.db.query(
    {
      select: [{ kind: 'field', path: ['Id'] }],
      from: object,
      where: {
        kind: 'compare',
        left: { kind: 'field', path: ['Name'] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source: `SELECT Id FROM ${object} WHERE Name = :name`,
    },
    [name],
  );
  return found.rows[0]?.id ?? null;
}

/** Parts of CODE_UNIT_STARTED and CODE_UNIT_FINISHED, or null where no code of its own runs. */
function codeUnit(tx: Transaction): { readonly started: string[]; readonly name: string } | null {
  const { context, className } = tx;
  if (context === 'anonymous')
    return { started: ['[EXTERNAL]', 'execute_anonymous_apex'], name: 'execute_anonymous_apex' };
  if (context === 'rest' || className === null) return null;
  const id =
    context === 'event'
      ? unitId(tx, 'ApexTrigger', className)
      : unitId(tx, 'ApexClass', className.split('.')[0]!);
  const name = tx.spec.unit ?? className;
  return { started: ['[EXTERNAL]', id ?? '', name], name };
}

/** Begins the log. @returns how to end it, once everything that can be logged has been */
export function openLog(tx: Transaction): () => void {
  const { log } = tx;
  if (!log.enabled) return () => undefined;
  const { id, username, timeZone } = tx.user;
  log.add('USER_INFO', '[EXTERNAL]', id, username, () => zone(timeZone, log.start));
  log.add('EXECUTION_STARTED');
  const unit = codeUnit(tx);
  if (unit) log.add('CODE_UNIT_STARTED', ...unit.started);
  return () => {
    log.add('CUMULATIVE_LIMIT_USAGE');
    log.add('LIMIT_USAGE_FOR_NS', '(default)', usage(tx));
    log.add('CUMULATIVE_LIMIT_USAGE_END');
    if (unit) log.add('CODE_UNIT_FINISHED', unit.name);
    log.add('EXECUTION_FINISHED');
  };
}

function usage(tx: Transaction): () => string {
  let text: string | null = null;
  return () => {
    text ??= LIMITS.map(([label, name]) => {
      const { used, max } = tx.limit(name);
      return `\n  ${label}: ${used} out of ${max}`;
    }).join('');
    return `${text}\n`;
  };
}
