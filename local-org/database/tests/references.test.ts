import { ConstraintError } from '../constraint-error';
import { Script, type Actor } from './support/script';
import { select } from './support/soql';

const MISSING = 'a00000000000zzz';

function start() {
  const script = new Script();
  const [a, b] = script.given('Lane__c', { Key__c: 'a' }, { Key__c: 'b' }) as [string, string];
  return { script, a, b, t1: script.begin(), t2: script.begin() };
}
const holds = (tx: Actor, id: string) => tx.tx.holdsLock('Lane__c', id);
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ConstraintError) return error.statusCode;
    throw error;
  }
  return 'none';
}

describe('locks on parents', () => {
  test.each(['insert', 'update', 'delete'] as const)('%s of a detail locks its master', (how) => {
    const { script, a, t1 } = start();
    const [child] = script.given('Detail__c', { Master__c: a }) as [string];
    if (how === 'insert') t1.inserted('Detail__c', { Master__c: a });
    if (how === 'update') t1.update('Detail__c', child, { Text__c: 'x' });
    if (how === 'delete') t1.delete('Detail__c', child);
    expect(holds(t1, a)).toBe(true);
  });

  test('a detail waits for the lock of its master', () => {
    const { a, t1, t2 } = start();
    t1.lock('Lane__c', a);
    const waiting = t2.insert('Detail__c', { Master__c: a });
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.commit();
    expect(waiting.result).toHaveProperty('id');
  });

  test('moving a detail locks both masters', () => {
    const { script, a, b, t1 } = start();
    const [child] = script.given('Detail__c', { Master__c: a }) as [string];
    t1.update('Detail__c', child, { Master__c: b });
    expect([holds(t1, a), holds(t1, b)]).toEqual([true, true]);
  });

  test('lookups that only empty themselves do not lock their target, others do when set', () => {
    const { script, a, t1 } = start();
    t1.inserted('Item__c', { Lane__c: a });
    expect(holds(t1, a)).toBe(false);
    const id = t1.inserted('Guard__c', { Kept__c: a });
    expect(holds(t1, a)).toBe(true);
    t1.commit();
    const t3 = script.begin();
    t3.update('Guard__c', id, { Gone__c: null });
    expect(holds(t3, a)).toBe(false);
  });

  test('a lookup waits for a target that may be about to go', () => {
    const { a, t1, t2 } = start();
    t1.delete('Lane__c', a);
    const waiting = t2.insert('Item__c', { Lane__c: a });
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.rollback();
    expect(waiting.result).toHaveProperty('id');
  });
});

describe('parents that do not exist', () => {
  test('are refused when set', () => {
    const { a, t1 } = start();
    const id = t1.inserted('Item__c', { Lane__c: a });
    const code = 'INVALID_CROSS_REFERENCE_KEY';
    expect(refusal(() => t1.insert('Item__c', { Lane__c: MISSING }))).toBe(code);
    expect(refusal(() => t1.insert('Detail__c', { Master__c: MISSING }))).toBe(code);
    expect(refusal(() => t1.update('Item__c', id, { Lane__c: MISSING }))).toBe(code);
  });

  test('are no concern of standard fields: users are checked elsewhere', () => {
    const { t1 } = start();
    expect(t1.insert('Lane__c', { OwnerId: '005000000000zzz' }).result).toHaveProperty('id');
  });
});

describe('delete', () => {
  const all = select(['IsDeleted'], 'Lane__c', { allRows: true });

  test('moves the row to the recycle bin, where only ALL ROWS sees it', () => {
    const { script, a, t1 } = start();
    t1.delete('Lane__c', a);
    expect(t1.tx.read('Lane__c', a)).toBeUndefined();
    expect(t1.tx.read('Lane__c', a, true)).toMatchObject({ IsDeleted: true });
    expect(t1.rows({ ...all, allRows: false })).toHaveLength(1);
    t1.commit();
    expect(script.committed(all)).toEqual([{ IsDeleted: true }, { IsDeleted: false }]);
  });

  test('takes details and cascading lookups along', () => {
    const { script, a, t1 } = start();
    script.given('Detail__c', { Master__c: a });
    script.given('Guard__c', { Gone__c: a });
    t1.delete('Lane__c', a);
    t1.commit();
    expect(script.committed(select(['Id'], 'Detail__c'))).toEqual([]);
    expect(script.committed(select(['Id'], 'Guard__c'))).toEqual([]);
  });

  test('empties plain lookups', () => {
    const { script, a, t1 } = start();
    script.given('Item__c', { Lane__c: a, Code__c: 'x' });
    t1.delete('Lane__c', a);
    t1.commit();
    const items = select(['Code__c', 'Lane__c'], 'Item__c');
    expect(script.committed(items)).toEqual([{ Code__c: 'x', Lane__c: null }]);
  });

  test('is refused while a restricting child exists', () => {
    const { script, a, t1 } = start();
    const [child] = script.given('Guard__c', { Kept__c: a }) as [string];
    expect(refusal(() => t1.delete('Lane__c', a))).toBe('DELETE_FAILED');
    expect(t1.tx.hasWrites()).toBe(false);
    t1.delete('Guard__c', child);
    expect(t1.delete('Lane__c', a).result).toEqual({ ok: true });
  });

  test.each([
    ['Detail__c', 'Master__c'],
    ['Item__c', 'Lane__c'],
    ['Guard__c', 'Kept__c'],
  ])('waits for an uncommitted %s that points at the row', (object, field) => {
    const { a, t1, t2 } = start();
    t1.inserted(object, { [field]: a });
    const waiting = t2.delete('Lane__c', a);
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.rollback();
    expect(waiting.result).toEqual({ ok: true });
  });

  test('waits for a child that is locked', () => {
    const { script, a, t1, t2 } = start();
    const [child] = script.given('Item__c', { Lane__c: a }) as [string];
    t1.lock('Item__c', child);
    const waiting = t2.delete('Lane__c', a);
    expect(waiting.waits).toBe(true);
    t1.commit();
    t2.commit();
    expect(script.committed(select(['Lane__c'], 'Item__c'))).toEqual([{ Lane__c: null }]);
  });
});

describe('undelete', () => {
  test('brings a row back with the details that left with it, and only those', () => {
    const { script, a, t1 } = start();
    const [alone] = script.given('Detail__c', { Master__c: a }, { Master__c: a, Text__c: 'back' });
    const before = script.begin();
    before.delete('Detail__c', alone!);
    before.commit();
    t1.delete('Lane__c', a);
    expect(t1.undelete('Lane__c', a).result).toEqual({ ok: true });
    t1.commit();
    expect(script.committed(select(['Text__c'], 'Detail__c'))).toEqual([{ Text__c: 'back' }]);
  });

  test('is for rows in the bin only', () => {
    const { a, t1 } = start();
    expect(t1.undelete('Lane__c', a).result).toEqual({ missing: true });
    expect(t1.undelete('Lane__c', MISSING).result).toEqual({ missing: true });
  });

  test('waits for the lock of the row, and empties lookups whose target is gone', () => {
    const { script, a, b, t1, t2 } = start();
    const [child] = script.given('Item__c', { Lane__c: b }) as [string];
    t1.delete('Item__c', child);
    t1.delete('Lane__c', b);
    t1.commit();
    const t3 = script.begin();
    t2.undelete('Item__c', child);
    const waiting = t3.undelete('Item__c', child);
    expect(waiting.waits).toBe(true);
    t2.commit();
    expect(waiting.result).toEqual({ missing: true });
    expect(script.committed(select(['Lane__c'], 'Item__c'))).toEqual([{ Lane__c: null }]);
    expect(a).toBeDefined();
  });

  test('of a detail needs its master', () => {
    const { script, a, t1 } = start();
    const [child] = script.given('Detail__c', { Master__c: a }) as [string];
    t1.delete('Lane__c', a);
    expect(refusal(() => t1.undelete('Detail__c', child))).toBe('INVALID_CROSS_REFERENCE_KEY');
  });
});
