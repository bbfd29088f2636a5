import { Org } from '@salesforce/core';
import { knownOrg, unusable } from '../known-org';

test('only an org that nobody knows is to be logged in to', async () => {
  const stranger = await Org.create({ aliasOrUsername: 'no-such-org' }).catch(
    (error: unknown) => error,
  );
  expect(unusable('no-such-org', stranger).message).toMatch(
    /^No org is known as "no-such-org": log in/,
  );
  await expect(knownOrg('no-such-org')).rejects.toThrow('No org is known as "no-such-org"');
  const locked = unusable('mine', new Error('The keychain is locked.')).message;
  expect(locked).toContain('cannot be used (The keychain is locked.)');
  expect(locked).not.toContain('log in');
});
