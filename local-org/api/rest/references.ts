/** `@{ref.path}` in composite requests: values out of earlier answers. */
import { OrgError } from '../../org/contract';
import { isObject } from '../body';

/** Bodies of earlier answers by reference id. */
export type Answers = ReadonlyMap<string, unknown>;

function invalid(message: string): OrgError {
  return new OrgError(400, 'PROCESSING_HALTED', `Invalid reference specified. ${message}`);
}

/** `records[0].Id` → `['records', '0', 'Id']`. */
function steps(path: string): readonly string[] {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
}

function lookUp(answers: Answers, expression: string): unknown {
  const [, ref = '', path = ''] = /^([^.[]+)(.*)$/s.exec(expression) ?? [];
  if (!answers.has(ref)) throw invalid(`No value for ${expression} found in ${ref}.`);
  let value: unknown = answers.get(ref);
  for (const step of steps(path)) {
    const holds = Array.isArray(value) || isObject(value);
    const next: unknown =
      holds && Object.hasOwn(value as object, step)
        ? (value as Record<string, unknown>)[step]
        : undefined;
    if (next === undefined)
      throw invalid(
        `No value for ${expression} found in ${ref}. Provided external ID field does not exist or is not accessible: ${step}`,
      );
    value = next;
  }
  return value;
}

function inText(text: string, answers: Answers): unknown {
  const whole = /^@\{([^}]+)\}$/.exec(text);
  // Alone it keeps its type: a number stays one.
  if (whole !== null) return lookUp(answers, whole[1] ?? '');
  return text.replace(/@\{([^}]+)\}/g, (_, expression: string) => {
    const value = lookUp(answers, expression);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** Replaces the references in all strings of a value. */
export function resolve<T>(value: T, answers: Answers): T {
  if (typeof value === 'string') return inText(value, answers) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => resolve(item, answers)) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, answers)]);
  return Object.fromEntries(entries) as T;
}
