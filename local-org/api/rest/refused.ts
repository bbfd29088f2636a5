/** Resources of the platform that are absent here: refused by name, so that nobody looks for a typing error. */
import { unsupported } from '../errors';
import type { Route } from '../types';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** First parts of paths, and what is meant by them. */
const RESOURCES: readonly (readonly [path: string, what: string])[] = [
  ['/search', 'Search (SOSL)'],
  ['/parameterizedSearch', 'Search (SOSL)'],
  ['/sobjects/:object/listviews', 'A list of list views'],
  ['/sobjects/:object/describe/layouts', 'A describe of layouts'],
  ['/sobjects/:object/describe/compactLayouts', 'A describe of layouts'],
  ['/sobjects/:object/describe/approvalLayouts', 'A describe of layouts'],
  ['/sobjects/:object/quickActions', 'A list of quick actions'],
  ['/tabs', 'A list of tabs'],
  ['/theme', 'A list of icons'],
  ['/quickActions', 'A list of quick actions'],
  ['/process', 'Approval and workflow'],
  ['/actions/standard', 'A list of standard actions'],
  ['/analytics', 'The analytics API'],
  ['/wave', 'The analytics API'],
  ['/chatter', 'The Connect API'],
  ['/connect', 'The Connect API'],
  ['/ui-api', 'The user interface API'],
  ['/graphql', 'GraphQL'],
  ['/tooling/completions', 'Code completion'],
  ['/tooling/search', 'Search (SOSL)'],
];

export const refusedRoutes: readonly Route[] = RESOURCES.flatMap(([path, what]) =>
  METHODS.flatMap((method): Route[] => {
    const handle = (): never => {
      throw unsupported(what);
    };
    return [
      { method, path, handle },
      { method, path: `${path}/*rest`, handle },
    ];
  }),
);
