/** The requests that are measured, as data: the generator knows nothing of an org. */

const DATA = '/services/data/v65.0';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: string;
  /** Status of a good answer, and a text that it must hold: a fast refusal is no speed. */
  readonly status: number;
  readonly holds: string;
}

const query = (soql: string): string => `${DATA}/query?q=${encodeURIComponent(soql)}`;

function accounts(count: number): string {
  const records = Array.from({ length: count }, (_, i) => ({
    attributes: { type: 'Account' },
    Name: `Account ${i}`,
  }));
  return JSON.stringify({ allOrNone: true, records });
}

export const CREATE: HttpRequest = {
  method: 'POST',
  path: `${DATA}/sobjects/Account`,
  body: JSON.stringify({ Name: 'Account' }),
  status: 201,
  holds: '"success":true',
};

export const COLLECTION: HttpRequest = {
  method: 'POST',
  path: `${DATA}/composite/sobjects`,
  body: accounts(200),
  status: 200,
  holds: '"success":true',
};

export const QUERY: HttpRequest = {
  method: 'GET',
  path: query("SELECT Id, Name, CreatedDate FROM Account WHERE Name = 'Account 7' LIMIT 20"),
  status: 200,
  holds: '"totalSize":',
};

export const ANONYMOUS: HttpRequest = {
  method: 'GET',
  path: `${DATA}/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent(
    "Integer sum = 0; for (Account a : [SELECT Id FROM Account WHERE Name = 'Account 7' LIMIT 20]) { sum++; }",
  )}`,
  status: 200,
  holds: '"success":true',
};

/** A change of one row that stays one row. */
export function change(id: string): HttpRequest {
  const body = JSON.stringify({ Name: 'Account 7' });
  return { method: 'PATCH', path: `${DATA}/sobjects/Account/${id}`, body, status: 204, holds: '' };
}
