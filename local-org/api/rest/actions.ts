/**
 * `/actions/custom/apex`: invocable methods as actions. Paths, names and the shape of requests and
 * answers follow the Actions Developer Guide.
 */
import type { ActionDescription } from '../../org/contract';
import { notFound, unsupported } from '../errors';
import type { Call, Reply, Route } from '../types';
import { invoked } from './action-results';
import { flowActionRoutes } from './flow-actions';

type Parameter = NonNullable<ActionDescription['input']>['parameters'][number];

const ROOT = '/actions/custom';

/** How many values a parameter takes that is a list. */
const MANY = 2000;

const base = ({ version }: Call): string => `/services/data/v${version}/actions`;

function roots(call: Call): Reply {
  const custom = `${base(call)}/custom`;
  return { status: 200, json: { standard: `${base(call)}/standard`, custom } };
}

function list(call: Call): Reply {
  const actions = call.context.org.actions().map(({ className, label }) => ({
    label,
    name: className,
    type: 'APEX',
    url: `${base(call)}/custom/apex/${className}`,
  }));
  return { status: 200, json: { actions } };
}

function described({ name, label, description, required, isList, type }: Parameter): object {
  const { kind } = type;
  return {
    apexClass: kind === 'class' ? type.name : null,
    description,
    label,
    maxOccurs: isList ? MANY : 1,
    name,
    picklistValues: null,
    required,
    sobjectType: kind === 'sobject' ? type.name : null,
    type: { primitive: type.name.toUpperCase(), sobject: 'SOBJECT', class: 'APEX' }[kind],
  };
}

function describe({ context, params }: Call): Reply {
  const wanted = (params['name'] ?? '').toLowerCase();
  const action = context.org.actions().find((a) => a.className.toLowerCase() === wanted);
  if (action === undefined) throw notFound();
  const { className, label, description, category, input, output } = action;
  return {
    status: 200,
    json: {
      category,
      description,
      inputs: (input?.parameters ?? []).map(described),
      label,
      name: className,
      outputs: (output?.parameters ?? []).map(described),
      standard: false,
      targetEntityName: null,
      type: 'APEX',
    },
  };
}

async function invoke(call: Call): Promise<Reply> {
  const { org } = call.context;
  const name = call.params['name'] ?? '';
  const action = org.actions().find((a) => a.className.toLowerCase() === name.toLowerCase());
  if (action === undefined) throw notFound();
  return invoked(call, action.methodName, (inputs, options) =>
    org.invokeAction(name, inputs, options),
  );
}

export const actionRoutes: readonly Route[] = [
  { method: 'GET', path: '/actions', handle: roots },
  {
    method: 'GET',
    path: ROOT,
    handle: (call) => ({
      status: 200,
      json: { apex: `${base(call)}/custom/apex`, flow: `${base(call)}/custom/flow` },
    }),
  },
  { method: 'GET', path: `${ROOT}/apex`, handle: list },
  { method: 'GET', path: `${ROOT}/apex/:name`, handle: describe },
  { method: 'POST', path: `${ROOT}/apex/:name`, handle: invoke },
  ...flowActionRoutes,
  ...['GET', 'POST'].map((method): Route => {
    const handle = (): never => {
      throw unsupported('An action other than invocable Apex and flows');
    };
    return { method, path: `${ROOT}/*rest`, handle };
  }),
];
