/** Finds the endpoint for a path below `/services/data/vXX.X`. */
import { OrgError } from '../org/contract';
import { notFound } from './errors';
import type { Route } from './types';

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.path.replace(/([:*])(\w+)/g, (_, kind: string, name: string) => {
    names.push(name);
    return kind === ':' ? '([^/]+)' : '(.+)';
  });
  return { route, names, pattern: new RegExp(`^${source}/?$`) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound();
  }
}

/** An ordered list of routes: the first that fits is taken. */
export class Router {
  readonly #routes: readonly Compiled[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map(compile);
  }

  /** @throws OrgError 404 for an unknown path, 405 for a known one with another method */
  match(method: string, path: string): Match {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const others = new Set<string>();
    for (const { route, pattern, names } of this.#routes) {
      const found = pattern.exec(path);
      if (found === null) continue;
      if (route.method !== wanted) {
        others.add(route.method);
        continue;
      }
      const values = found.slice(1).map(decode);
      return { route, params: Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])) };
    }
    if (others.size === 0) throw notFound();
    throw new OrgError(
      405,
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${method}' not allowed. Allowed are ${[...others].sort().join(',')}`,
    );
  }
}
