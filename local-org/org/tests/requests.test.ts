import { OrgError } from '..';
import { column, orgWith, THING } from './support/kit';

const REST = `@RestResource(urlMapping='/probe/*') global class Probe {
  global class Answer { public String word; public Integer n; }
  @HttpPost global static Answer post(String word, Integer n) {
    Answer a = new Answer(); a.word = word + ' ' + RestContext.request.requestURI; a.n = n + 1; return a;
  }
  @HttpGet global static void get() {
    RestContext.response.statusCode = 202;
    RestContext.response.responseBody = Blob.valueOf(RestContext.request.params.get('q'));
  }
  @HttpDelete global static void remove() { Integer i = 1 / 0; }
}`;

const call = { query: {}, headers: {}, body: Buffer.alloc(0) };

describe('Apex REST', () => {
  test('arguments, results, RestContext, errors', async () => {
    const org = await orgWith({ classes: { Probe: REST } });
    const path = '/probe/x';
    const post = await org.apexRest({
      ...call,
      method: 'POST',
      path,
      body: Buffer.from('{"word":"hi","n":41}'),
    });
    expect(JSON.parse(post.body)).toEqual({ word: 'hi /probe/x', n: 42 });
    expect(post.status).toBe(200);
    const get = await org.apexRest({ ...call, method: 'GET', path, query: { q: 'yes' } });
    expect([get.status, get.body]).toEqual([202, 'yes']);
    const wrong = org.apexRest({ ...call, method: 'PUT', path });
    await expect(wrong).rejects.toMatchObject({ status: 405, errorCode: 'METHOD_NOT_ALLOWED' });
    const broken = org.apexRest({ ...call, method: 'DELETE', path });
    await expect(broken).rejects.toMatchObject({ status: 500, errorCode: 'APEX_ERROR' });
    await expect(org.apexRest({ ...call, method: 'GET', path: '/none' })).rejects.toThrow(OrgError);
  });
});

describe('data', () => {
  test('row results, in the words of the API', async () => {
    const org = await orgWith({});
    const rows = await org.insert('Thing__c', [
      { Key__c: 'a' },
      { Key__c: 'a' },
      { Key__c: 'b', CreatedDate: 0 },
    ]);
    expect(rows.map((r) => [r.success, r.errors[0]?.statusCode])).toEqual([
      [true, undefined],
      [false, 'DUPLICATE_VALUE'],
      [false, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ]);
    const id = rows[0]!.id!;
    const [upserted] = await org.upsert('Thing__c', 'Key__c', [{ Key__c: 'a', Count__c: 5 }]);
    expect(upserted).toMatchObject({ success: true, id, created: false });
    expect((await org.read('Thing__c', id, ['Count__c']))!.values).toEqual({ Count__c: 5 });
    expect(await org.delete([id, 'nonsense'])).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'MALFORMED_ID' }] },
    ]);
    await expect(org.query('SELECT Nope__c FROM Thing__c')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    await expect(org.insert('Thing__c', [{ Nope__c: 1 }])).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  test('all or none rolls the rest back', async () => {
    const org = await orgWith({});
    const rows = await org.insert('Thing__c', [{ Key__c: 'a' }, { Key__c: 'a' }], {
      allOrNone: true,
    });
    expect(rows.map((r) => r.errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'DUPLICATE_VALUE',
    ]);
    expect(await column(org, 'SELECT Id FROM Thing__c', 'Id')).toEqual([]);
  });

  test('several calls as one transaction', async () => {
    const org = await orgWith({});
    const id = await org.atomic!(async (scope) => {
      const [row] = await scope.insert('Thing__c', [{ Key__c: 'a' }]);
      expect((await scope.query('SELECT Id FROM Thing__c')).totalSize).toBe(1);
      expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
      return row!.id;
    });
    expect(await column(org, 'SELECT Id FROM Thing__c', 'Id')).toEqual([id]);
    const undone = org.atomic!(async (scope) => {
      await scope.insert('Thing__c', [{ Key__c: 'b' }]);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(1);
  });
});

describe('access', () => {
  const GRANT = `<objectPermissions><object>Thing__c</object><allowRead>true</allowRead><allowCreate>true</allowCreate>
      <allowEdit>true</allowEdit><allowDelete>false</allowDelete><viewAllRecords>false</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>
    <fieldPermissions><field>Thing__c.Key__c</field><readable>true</readable><editable>true</editable></fieldPermissions>`;

  test('a user without a permission set reaches no custom object; with one, what it grants', async () => {
    const org = await orgWith({ permissionSets: { Things: GRANT } });
    const user = org.users().find((u) => u.username === 'user@local.org')!;
    await expect(org.query('SELECT Id FROM Thing__c', { user })).rejects.toMatchObject({
      message: expect.stringContaining("sObject type 'Thing__c' is not supported") as string,
    });
    const [refused] = await org.insert('Thing__c', [{ Key__c: 'a' }], { user });
    expect(refused!.errors[0]!.statusCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    const [set] = (await org.query(`SELECT Id FROM PermissionSet WHERE Name = 'Things'`)).rows;
    await org.insert('PermissionSetAssignment', [
      { AssigneeId: user.id, PermissionSetId: set!.id! },
    ]);
    const [row] = await org.insert('Thing__c', [{ Key__c: 'a' }], { user });
    expect(row!.success).toBe(true);
    const [noField] = await org.insert('Thing__c', [{ Count__c: 1 }], { user });
    expect(noField!.errors[0]!.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    const [noDelete] = await org.delete([row!.id!], { user });
    expect(noDelete!.errors[0]!.statusCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });

  test('private objects: own rows only, unless the class is without sharing', async () => {
    const xml = THING.replace('ReadWrite', 'Private');
    const org = await orgWith({
      objects: { Thing__c: xml },
      permissionSets: { Things: GRANT },
      classes: {
        Open: `public without sharing class Open { public static Integer n() { return [SELECT COUNT() FROM Thing__c]; } }`,
        Closed: `public with sharing class Closed { public static Integer n() { return [SELECT COUNT() FROM Thing__c]; } }`,
      },
    });
    const user = org.users().find((u) => u.username === 'user@local.org')!;
    const [set] = (await org.query(`SELECT Id FROM PermissionSet WHERE Name = 'Things'`)).rows;
    await org.insert('PermissionSetAssignment', [
      { AssigneeId: user.id, PermissionSetId: set!.id! },
    ]);
    await org.insert('Thing__c', [{ Key__c: 'admin' }]);
    await org.insert('Thing__c', [{ Key__c: 'own' }], { user });
    expect((await org.query('SELECT Id FROM Thing__c', { user })).totalSize).toBe(1);
    const apex = `System.assertEquals(2, Open.n()); System.assertEquals(1, Closed.n());`;
    expect(await org.executeAnonymous(apex, { user })).toMatchObject({ success: true });
  });
});
