/** Reads the file of a flow into a model; knows nothing of the org. */
import type { XmlElement } from '../../metadata';
import type { Element, FlowModel, RecordTrigger, Resource } from '../model';
import { ELEMENT_TAGS, readElement } from './elements';
import { Part, type Findings } from './part';
import { readResource, RESOURCE_TAGS } from './resources';
import { readFilters } from './values';

export type { Findings } from './part';

/** Children of a flow that change nothing when it runs. */
const HEADER = [
  'apiVersion',
  'environments',
  'fullName',
  'interviewLabel',
  'isAdditionalPermissionRequiredToRun',
  'isTemplate',
  'processType',
  'runInMode',
  'start',
  'startElementReference',
  'status',
  'triggerOrder',
] as const;

export interface ReadFlow extends Findings {
  readonly model: FlowModel;
}

/** What the file of the flow `name` says, what is wrong with it, and what the local org lacks. */
export function readFlow(name: string, root: XmlElement): ReadFlow {
  const found: Findings = { problems: [], unsupported: [] };
  const flow = new Part(root, found, name).allow(...HEADER, ...RESOURCE_TAGS, ...ELEMENT_TAGS);
  const { resources, elements } = readNamed(flow);
  const type = flow.need('processType');
  if (type !== 'AutoLaunchedFlow')
    flow.unsupported(type ? `processType ${type}` : 'no processType', root.child('processType'));
  const modes = ['DefaultMode', 'SystemModeWithoutSharing'] as const;
  const order = Number(flow.text('triggerOrder') ?? NaN);
  const model: FlowModel = {
    name,
    label: flow.need('label'),
    description: flow.text('description'),
    status: flow.text('status') ?? 'Draft',
    runInMode: flow.choice('runInMode', modes, 'DefaultMode'),
    at: root,
    start: startOf(flow),
    trigger: triggerOf(flow),
    triggerOrder: Number.isNaN(order) ? null : order,
    resources,
    elements,
  };
  return { model, ...found };
}

/** Names are unique in a flow, whatever they name. */
function readNamed(flow: Part): {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly elements: ReadonlyMap<string, Element>;
} {
  const resources = new Map<string, Resource>();
  const elements = new Map<string, Element>();
  const seen = new Set<string>();
  for (const xml of flow.xml.children) {
    const tag = xml.name;
    const isResource = RESOURCE_TAGS.includes(tag);
    if (!isResource && !ELEMENT_TAGS.includes(tag)) continue;
    const name = xml.text('name') ?? '';
    const part = new Part(xml, flow.found, `${tag} ${name}`);
    part.need('name');
    if (seen.has(name.toLowerCase()))
      part.problem(`the name ${name} is used more than once in the flow`);
    seen.add(name.toLowerCase());
    if (isResource) resources.set(name, readResource(tag, part, name));
    else elements.set(name, readElement(tag, part, name));
  }
  return { resources, elements };
}

/** Newer files have a start element with a connector, older ones a reference. */
function startOf(flow: Part): string | null {
  const [start] = flow.parts('start');
  return start ? start.target('connector') : flow.text('startElementReference');
}

function triggerOf(flow: Part): RecordTrigger | null {
  const [xml] = flow.xml.all('start');
  if (!xml) return null;
  const start = new Part(xml, flow.found, 'start').allow(
    'connector',
    'doesRequireRecordChangedToMeetCriteria',
    'filterFormula',
    'filterLogic',
    'filters',
    'object',
    'recordTriggerType',
    'triggerType',
  );
  const type = start.text('triggerType');
  if (type === null || type === 'None') return null;
  const when = start.choice(
    'triggerType',
    ['RecordBeforeSave', 'RecordAfterSave'],
    'RecordAfterSave',
  );
  return {
    when,
    on: start.choice('recordTriggerType', ['Create', 'Update', 'CreateAndUpdate'], 'Create'),
    object: start.need('object'),
    filters: readFilters(start),
    formula: start.text('filterFormula'),
    onlyWhenChanged: start.flag('doesRequireRecordChangedToMeetCriteria'),
    at: xml,
  };
}
