/** HttpRequest and HttpResponse as values. */
import { PlatformObject } from '../../core/tokens';

/** Header names ignore case; the spelling of the first setter stays. */
export class Headers {
  readonly #values = new Map<string, readonly [name: string, value: string]>();

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase())?.[1] ?? null;
  }
  set(name: string, value: string): void {
    const key = name.toLowerCase();
    this.#values.set(key, [this.#values.get(key)?.[0] ?? name, value]);
  }
  keys(): string[] {
    return [...this.#values.values()].map(([name]) => name);
  }
  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#values.values();
  }
}

export class HttpRequestValue extends PlatformObject {
  method = 'GET';
  endpoint: string | null = null;
  readonly headers = new Headers();
  body: Buffer | null = null;
  compressed = false;
  timeout = 10_000;

  get $type(): string {
    return 'System.HttpRequest';
  }
  override toString(): string {
    return `System.HttpRequest[Endpoint=${this.endpoint}, Method=${this.method}]`;
  }
}

export class HttpResponseValue extends PlatformObject {
  statusCode = 0;
  status: string | null = null;
  readonly headers = new Headers();
  body: Buffer | null = null;

  get $type(): string {
    return 'System.HttpResponse';
  }
  override toString(): string {
    return `System.HttpResponse[Status=${this.status}, StatusCode=${this.statusCode}]`;
  }
}
