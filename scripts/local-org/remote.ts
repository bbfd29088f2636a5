/** A running org, over its API. */
import { XMLParser } from 'fast-xml-parser';
import type { RemoteFlags } from './options';
import { CommandFailure } from './failure';

const VERSION = '65.0';

export interface Executed {
  readonly compiled: boolean;
  readonly success: boolean;
  readonly line: number;
  readonly column: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
  readonly log: string;
}

export interface DeployedComponent {
  readonly fileName: string;
  readonly problem?: string;
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

export interface DeployStatus {
  readonly done: boolean;
  readonly success: boolean;
  readonly numberComponentsDeployed: number;
  readonly details: {
    readonly componentFailures: readonly DeployedComponent[];
    readonly componentSuccesses: readonly DeployedComponent[];
  };
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Undefined when no URL was given: the command then makes an org of its own. */
export function remoteOf({ url, token }: RemoteFlags): Remote | undefined {
  if (url === undefined) return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new CommandFailure(`--url must be that of an org, such as http://127.0.0.1:7400: ${url}`);
  if (token === undefined) throw new CommandFailure('--url needs --token as well.');
  return new Remote(url.replace(/\/+$/, ''), token);
}

export class Remote {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async #send(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, {
      ...init,
      headers: { authorization: `Bearer ${this.token}`, ...init.headers },
    });
  }

  async #json(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.#send(path, init);
    const body = await response.json();
    if (response.ok) return body;
    const [first] = body as { errorCode: string; message: string }[];
    throw new CommandFailure(`${first?.errorCode}: ${first?.message}`);
  }

  async query(soql: string): Promise<readonly Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    let path: string | undefined = `/services/data/v${VERSION}/query?q=${encodeURIComponent(soql)}`;
    while (path !== undefined) {
      const page = (await this.#json(path)) as {
        totalSize: number;
        records: Record<string, unknown>[];
        nextRecordsUrl?: string;
      };
      if (page.records.length === 0 && page.totalSize > 0) return [{ count: page.totalSize }];
      records.push(...page.records);
      path = page.nextRecordsUrl;
    }
    return records;
  }

  async execute(apex: string): Promise<Executed> {
    const response = await this.#send(`/services/Soap/s/${VERSION}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>${escape(this.token)}</sessionId></SessionHeader></e:Header><e:Body><executeAnonymous><apexcode>${escape(apex)}</apexcode></executeAnonymous></e:Body></e:Envelope>`,
    });
    const parser = new XMLParser({
      removeNSPrefix: true,
      trimValues: false,
      ignoreAttributes: true,
      parseTagValue: false,
      htmlEntities: true,
    });
    const { Envelope } = parser.parse(await response.text()) as {
      Envelope: {
        Header?: { DebuggingInfo: { debugLog: string } };
        Body: {
          Fault?: { faultstring: string };
          executeAnonymousResponse: { result: Record<string, string> };
        };
      };
    };
    if (Envelope.Body.Fault) throw new CommandFailure(Envelope.Body.Fault.faultstring);
    const { result } = Envelope.Body.executeAnonymousResponse;
    const text = (name: string): string | null =>
      result[name] === '' ? null : (result[name] ?? null);
    return {
      compiled: result['compiled'] === 'true',
      success: result['success'] === 'true',
      line: Number(result['line']),
      column: Number(result['column']),
      compileProblem: text('compileProblem'),
      exceptionMessage: text('exceptionMessage'),
      exceptionStackTrace: text('exceptionStackTrace'),
      log: Envelope.Header?.DebuggingInfo.debugLog ?? '',
    };
  }

  async deploy(zip: Buffer): Promise<DeployStatus> {
    const form = new FormData();
    form.append('entity_content', new Blob(['{"deployOptions":{}}'], { type: 'application/json' }));
    form.append(
      'file',
      new Blob([new Uint8Array(zip)], { type: 'application/zip' }),
      'package.zip',
    );
    const path = `/services/data/v${VERSION}/metadata/deployRequest`;
    const { id } = (await this.#json(path, { method: 'POST', body: form })) as { id: string };
    for (;;) {
      const answer = await this.#json(`${path}/${id}?includeDetails=true`);
      const { deployResult } = answer as { deployResult: DeployStatus };
      if (deployResult.done) return deployResult;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
