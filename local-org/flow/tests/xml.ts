/** Flows written in few words: each function makes the XML of one part. */

export const ref = (name: string): string => `<elementReference>${name}</elementReference>`;
export const text = (value: string): string => `<stringValue>${value}</stringValue>`;
export const num = (value: number): string => `<numberValue>${value}</numberValue>`;
export const bool = (value: boolean): string => `<booleanValue>${value}</booleanValue>`;
export const day = (value: string): string => `<dateValue>${value}</dateValue>`;
export const instant = (value: string): string => `<dateTimeValue>${value}</dateTimeValue>`;

const tag = (name: string, content: string | undefined): string =>
  content === undefined ? '' : `<${name}>${content}</${name}>`;
const goTo = (name: string, target: string | undefined): string =>
  target === undefined ? '' : `<${name}><targetReference>${target}</targetReference></${name}>`;
const at = '<locationX>0</locationX><locationY>0</locationY>';
const head = (name: string): string => `<name>${name}</name><label>${name}</label>${at}`;

type Flag = 'input' | 'output' | 'list';

/** `variable('n', 'Number', ['output'], num(1))` */
export function variable(
  name: string,
  type: string,
  flags: readonly Flag[] = [],
  value?: string,
  object?: string,
): string {
  return `<variables><name>${name}</name><dataType>${type}</dataType>
    <isCollection>${flags.includes('list')}</isCollection>
    <isInput>${flags.includes('input')}</isInput><isOutput>${flags.includes('output')}</isOutput>
    ${tag('objectType', object)}${tag('value', value)}</variables>`;
}

export const record = (name: string, object: string, flags: readonly Flag[] = []): string =>
  variable(name, 'SObject', flags, undefined, object);

export const constant = (name: string, type: string, value: string): string =>
  `<constants><name>${name}</name><dataType>${type}</dataType><value>${value}</value></constants>`;

export const formula = (name: string, type: string, expression: string): string =>
  `<formulas><name>${name}</name><dataType>${type}</dataType><expression>${expression}</expression></formulas>`;

export const template = (name: string, content: string): string =>
  `<textTemplates><name>${name}</name><isViewedAsPlainText>true</isViewedAsPlainText><text>${content}</text></textTemplates>`;

export type Item = readonly [to: string, operator: string, value?: string];

export function assign(name: string, items: readonly Item[], next?: string): string {
  const all = items.map(
    ([to, operator, value]) =>
      `<assignmentItems><assignToReference>${to}</assignToReference><operator>${operator}</operator>${tag('value', value)}</assignmentItems>`,
  );
  return `<assignments>${head(name)}${all.join('')}${goTo('connector', next)}</assignments>`;
}

/** Adds the texts a and b to the collection `list`. */
export const addAAndB = (name: string, next: string): string =>
  assign(
    name,
    ['a', 'b'].map((value) => ['list', 'Add', text(value)] as const),
    next,
  );

export type Test = readonly [left: string, operator: string, right?: string];

export const conditions = (tests: readonly Test[], logic = 'and'): string =>
  `<conditionLogic>${logic}</conditionLogic>${tests
    .map(
      ([left, operator, right]) =>
        `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator>${tag('rightValue', right)}</conditions>`,
    )
    .join('')}`;

export interface Rule {
  readonly tests: readonly Test[];
  readonly logic?: string;
  readonly next?: string;
}

export function decide(name: string, rules: readonly Rule[], otherwise?: string): string {
  const all = rules.map(
    ({ tests, logic, next }, n) =>
      `<rules><name>${name}_${n}</name>${conditions(tests, logic)}${goTo('connector', next)}<label>${n}</label></rules>`,
  );
  return `<decisions>${head(name)}${goTo('defaultConnector', otherwise)}<defaultConnectorLabel>Else</defaultConnectorLabel>${all.join('')}</decisions>`;
}

export const loop = (
  name: string,
  over: string,
  body: string,
  next?: string,
  more = '<iterationOrder>Asc</iterationOrder>',
): string =>
  `<loops>${head(name)}${more}<collectionReference>${over}</collectionReference>${goTo('nextValueConnector', body)}${goTo('noMoreValuesConnector', next)}</loops>`;

export type FieldIs = readonly [field: string, value?: string];

export const fields = (all: readonly FieldIs[]): string =>
  all
    .map(
      ([field, value]) =>
        `<inputAssignments><field>${field}</field>${tag('value', value)}</inputAssignments>`,
    )
    .join('');

export const filters = (all: readonly Test[], logic = 'and'): string =>
  `<filterLogic>${logic}</filterLogic>${all
    .map(
      ([field, operator, value]) =>
        `<filters><field>${field}</field><operator>${operator}</operator>${tag('value', value)}</filters>`,
    )
    .join('')}`;

export interface Ways {
  readonly next?: string;
  readonly fault?: string;
}

/** Create, update, delete or get: `content` is what they have between name and connectors. */
export const records = (
  kind: 'recordCreates' | 'recordUpdates' | 'recordDeletes' | 'recordLookups',
  name: string,
  content: string,
  { next, fault }: Ways = {},
): string =>
  `<${kind}>${head(name)}${goTo('connector', next)}${goTo('faultConnector', fault)}${content}</${kind}>`;

export const get = (
  name: string,
  object: string,
  where: readonly Test[],
  {
    next,
    first = true,
    more = '',
  }: Ways & { readonly first?: boolean; readonly more?: string } = {},
): string =>
  records(
    'recordLookups',
    name,
    `${filters(where)}<object>${object}</object><getFirstRecordOnly>${first}</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>${more}`,
    { next },
  );

export const create = (
  name: string,
  object: string,
  values: readonly FieldIs[],
  ways: Ways = {},
): string =>
  records(
    'recordCreates',
    name,
    `${fields(values)}<object>${object}</object><storeOutputAutomatically>true</storeOutputAutomatically>`,
    ways,
  );

export function action(
  name: string,
  className: string,
  inputs: readonly FieldIs[],
  { next, fault, outputs = [] }: Ways & { readonly outputs?: readonly FieldIs[] } = {},
): string {
  const given = inputs.map(
    ([input, value]) =>
      `<inputParameters><name>${input}</name>${tag('value', value)}</inputParameters>`,
  );
  const taken = outputs.map(
    ([output, to]) =>
      `<outputParameters><assignToReference>${to}</assignToReference><name>${output}</name></outputParameters>`,
  );
  return `<actionCalls>${head(name)}<actionName>${className}</actionName><actionType>apex</actionType>${goTo('connector', next)}${goTo('faultConnector', fault)}<flowTransactionModel>Automatic</flowTransactionModel>${given.join('')}${taken.join('')}<storeOutputAutomatically>${outputs.length === 0}</storeOutputAutomatically></actionCalls>`;
}

export function subflow(
  name: string,
  flowName: string,
  inputs: readonly FieldIs[],
  next?: string,
): string {
  const given = inputs.map(
    ([input, value]) =>
      `<inputAssignments><name>${input}</name>${tag('value', value)}</inputAssignments>`,
  );
  return `<subflows>${head(name)}${goTo('connector', next)}<flowName>${flowName}</flowName>${given.join('')}<storeOutputAutomatically>true</storeOutputAutomatically></subflows>`;
}

export interface FlowOptions {
  readonly status?: string;
  readonly type?: string;
  /** Content of the start element besides its connector. */
  readonly start?: string;
  readonly more?: string;
}

/** A whole flow that begins with the element `first`. */
export function flow(first: string, parts: readonly string[], options: FlowOptions = {}): string {
  const { status = 'Active', type = 'AutoLaunchedFlow', start = '', more = '' } = options;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
  <apiVersion>65.0</apiVersion><label>Case</label><processType>${type}</processType>${more}
  <start>${at}${goTo('connector', first)}${start}</start><status>${status}</status>
  ${parts.join('\n')}
</Flow>`;
}
