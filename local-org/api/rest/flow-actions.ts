/**
 * `/actions/custom/flow`: autolaunched flows as actions:
 * https://developer.salesforce.com/docs/atlas.en-us.api_action.meta/api_action/actions_obj_flow.htm
 */
import type { FlowDescription, FlowParameter } from '../../org/contract';
import { notFound } from '../errors';
import type { Call, Reply, Route } from '../types';
import { invoked } from './action-results';

const ROOT = '/actions/custom/flow';

/** How many values a parameter takes that is a collection. */
const MANY = 2000;

/** Given by every interview. */
const STATUS = {
  apexClass: null,
  description: 'The status of the flow interview',
  label: 'Flow Interview Status',
  maxOccurs: 1,
  name: 'Flow__InterviewStatus',
  picklistValues: ['Created', 'Started', 'Finished', 'Error', 'Waiting'],
  sobjectType: null,
  type: 'PICKLIST',
};

function list(call: Call): Reply {
  const actions = call.context.org.flows().map(({ name, label }) => ({
    label,
    name,
    type: 'FLOW',
    url: `/services/data/v${call.version}${ROOT}/${name}`,
  }));
  return { status: 200, json: { actions } };
}

function described({ name, type, object, isList }: FlowParameter): object {
  return {
    apexClass: null,
    description: null,
    label: name,
    maxOccurs: isList ? MANY : 1,
    name,
    picklistValues: null,
    sobjectType: object,
    type: type.toUpperCase(),
  };
}

function flowOf({ context, params }: Call): FlowDescription {
  const wanted = (params['name'] ?? '').toLowerCase();
  const flow = context.org.flows().find(({ name }) => name.toLowerCase() === wanted);
  if (flow === undefined) throw notFound();
  return flow;
}

function describe(call: Call): Reply {
  const { name, label, description, inputs, outputs } = flowOf(call);
  return {
    status: 200,
    json: {
      category: null,
      description,
      // No input variable must be given.
      inputs: inputs.map((input) => ({ ...described(input), required: false })),
      label,
      name,
      outputs: [...outputs.map(described), STATUS],
      standard: false,
      targetEntityName: null,
      type: 'FLOW',
    },
  };
}

function start(call: Call): Promise<Reply> {
  const { name } = flowOf(call);
  const { org } = call.context;
  return invoked(call, name, (inputs, options) => org.runFlow(name, inputs, options));
}

export const flowActionRoutes: readonly Route[] = [
  { method: 'GET', path: ROOT, handle: list },
  { method: 'GET', path: `${ROOT}/:name`, handle: describe },
  { method: 'POST', path: `${ROOT}/:name`, handle: start },
];
