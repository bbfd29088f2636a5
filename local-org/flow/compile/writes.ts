/** Create, Update and Delete Records. */
import type { ObjectSchema } from '../../database/schema';
import type { XmlElement } from '../../metadata';
import type { DmlVerb } from '../../runtime/host';
import { done } from '../../runtime/core/steps';
import { ApexList, SObjectValue, type Value } from '../../runtime/core/values-all';
import type { Step as Suspending } from '../../scheduler/suspension';
import type { FieldValue, RecordCreate, RecordDelete, RecordUpdate, Target } from '../model';
import { copyOf, setField } from '../run/convert';
import type { Interview } from '../run/interview';
import { lookUpTogether } from '../run/lookup';
import { saveTogether } from '../run/save';
import { fieldNamed, objectNamed } from './fields';
import { queryOf } from './filters';
import { recordsOf, valueAs } from './literals';
import { idQuery } from './lookups';
import type { Fault, Node, Step, Together } from './nodes';
import type { Scope } from './scope';
import { fits, TEXT, typeOfField } from './types';

type Fill = (interview: Interview, record: SObjectValue) => void;

/** The records of each interview that an element works on, or why they cannot be had. */
type Gather = (interviews: readonly Interview[]) => Suspending<readonly SObjectValue[][] | Fault>;

const DOING: Partial<Record<DmlVerb, string>> = {
  insert: 'create records',
  update: 'update records',
  delete: 'delete records',
};

function writing(
  verb: DmlVerb,
  { next, fault }: RecordCreate | RecordUpdate | RecordDelete,
  gather: Gather,
  after: (interview: Interview, records: readonly SObjectValue[]) => void = () => undefined,
): Together {
  return {
    kind: 'together',
    next,
    fault,
    *run(interviews) {
      const records = yield* gather(interviews);
      if ('message' in records) return interviews.map(() => records);
      const faults = yield* saveTogether(verb, DOING[verb] ?? verb, interviews, records);
      interviews.forEach((interview, n) => {
        if (!faults[n]) after(interview, records[n]!);
      });
      return faults;
    },
  };
}

/** Puts the values of an element into the fields of a record. */
function fillerOf(scope: Scope, object: ObjectSchema, fields: readonly FieldValue[]): Fill {
  const puts = fields.flatMap(({ field: name, value, at }): Fill[] => {
    const field = fieldNamed(scope, object, name, at);
    const type = field && typeOfField(field);
    const read = type && valueAs(scope, value, type, `The value of ${name}`);
    if (!field || !read) return [];
    if (field.formula || (!field.createable && !field.updateable && field.name !== 'Id')) {
      scope.problem(`The field ${object.name}.${field.name} cannot be written`, at);
      return [];
    }
    return [(i, record) => setField(i.vm, record, field, read(i))];
  });
  return (interview, record) => {
    for (const put of puts) put(interview, record);
  };
}

function recordsIn(value: Value): SObjectValue[] {
  const items = value instanceof ApexList ? value.items : [value];
  return items.filter((item) => item instanceof SObjectValue);
}

/** Records of a variable. A trigger's own are read-only, so a copy is written. */
function ofVariable(scope: Scope, name: string, at: XmlElement, fill: Fill | null): Gather {
  const found = recordsOf(scope, name, at);
  return (interviews) => {
    const all = interviews.map((interview) => {
      const own = recordsIn(found?.read(interview) ?? null);
      return own.map((record) => {
        const target = fill || record.readOnly ? copyOf(record) : record;
        fill?.(interview, target);
        return target;
      });
    });
    const missing = all.some((own) => own.length === 0);
    if (missing && found && !found.type.list)
      return done<readonly SObjectValue[][] | Fault>({
        message: `The record variable "${name}" holds no record.`,
        cause: null,
      });
    return done<readonly SObjectValue[][] | Fault>(all);
  };
}

/** Records that filters find: only their Ids are read. */
function ofFilter(scope: Scope, target: Extract<Target, { kind: 'filter' }>, at: XmlElement) {
  const known = idQuery(scope, target.object, target.filters, at);
  if (!known) return null;
  const { object, filters } = known;
  const query = queryOf(object, ['Id'], filters);
  const gather = (fill: Fill): Gather =>
    function* (interviews) {
      const found = yield* lookUpTogether(interviews, query, filters, null);
      if ('message' in found) return found;
      return found.map((rows, n) =>
        rows.map((row) => {
          const record = new SObjectValue(object, object.name);
          record.fields.set('Id', row.fields.get('Id') ?? null);
          fill(interviews[n]!, record);
          return record;
        }),
      );
    };
  return { object, gather };
}

export function compileCreate(scope: Scope, element: RecordCreate): Together | null {
  const { name, reference, fields, idTo, automatic, at } = element;
  if (reference !== null) {
    if (fields.length > 0) scope.problem('A record variable needs no field values', at);
    return writing('insert', element, ofVariable(scope, reference, at, null));
  }
  const object = objectNamed(scope, element.object ?? '', at);
  if (!object) return null;
  const fill = fillerOf(scope, object, fields);
  const target = idTo === null ? null : scope.target(idTo, at);
  if (target && !fits(TEXT, target.type)) scope.mismatch('The Id', TEXT, target.type, at);
  const gather: Gather = (interviews) =>
    done(
      interviews.map((interview) => {
        const record = new SObjectValue(object, object.name);
        fill(interview, record);
        return [record];
      }),
    );
  return writing('insert', element, gather, (interview, [record]) => {
    const id = record?.fields.get('Id') ?? null;
    if (automatic) interview.values.set(name, id);
    target?.write(interview, id);
  });
}

export function compileUpdate(scope: Scope, element: RecordUpdate): Node | null {
  const { target, fields, at } = element;
  const { trigger } = scope.model;
  if (trigger?.when === 'RecordBeforeSave') return compileOwnUpdate(scope, element, trigger.object);
  if (target.kind === 'filter') {
    const found = ofFilter(scope, target, at);
    if (!found) return null;
    const fill = fillerOf(scope, found.object, fields);
    return writing('update', element, found.gather(fill));
  }
  const records = recordsOf(scope, target.name, at);
  const object = records && objectNamed(scope, records.type.object ?? '', at);
  if (!object) return null;
  const fill = fields.length === 0 ? null : fillerOf(scope, object, fields);
  return writing('update', element, ofVariable(scope, target.name, at, fill));
}

/** Before the save, the record that is being saved changes, and nothing is written for it. */
function compileOwnUpdate(scope: Scope, element: RecordUpdate, objectName: string): Step | null {
  const object = objectNamed(scope, objectName, element.at);
  if (!object) return null;
  const fill = fillerOf(scope, object, element.fields);
  return {
    kind: 'step',
    run(interview) {
      fill(interview, interview.around.record!.record);
      return element.next;
    },
  };
}

export function compileDelete(scope: Scope, element: RecordDelete): Together | null {
  const { target, at } = element;
  if (target.kind === 'reference')
    return writing('delete', element, ofVariable(scope, target.name, at, null));
  const found = ofFilter(scope, target, at);
  return (
    found &&
    writing(
      'delete',
      element,
      found.gather(() => undefined),
    )
  );
}
