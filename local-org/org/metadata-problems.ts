/** What is wrong with records of custom metadata types that a package brings. */
import { FormulaError, ruleFormula } from '../database/formula';
import type { ObjectSchema, Schema } from '../database/schema';
import type {
  CustomMetadataRecord,
  PackageComponent,
  PackageContents,
  PackageProblem,
} from '../metadata/contract';
import type { Content } from './catalog';
import { metadataValues, relatedRecord, relationshipsOf } from './metadata-values';

/** Relationships that lead nowhere, and validation rules that refuse the record. */
export function metadataProblems(
  contents: PackageContents,
  content: Content,
  schema: Schema,
  now: number,
): PackageProblem[] {
  return contents.customMetadata.flatMap((record) => {
    const object = schema.object(record.object);
    if (!object) return [];
    const component = componentOf(contents, record);
    return [
      ...dangling(content, object, record),
      ...refusals(content, schema, object, record, now),
    ].map((message) => ({ component, severity: 'Error' as const, message }));
  });
}

function componentOf(contents: PackageContents, record: CustomMetadataRecord): PackageComponent {
  const { fileName, developerName, object } = record;
  return (
    contents.components.find((each) => each.fileName === fileName) ?? {
      type: 'CustomMetadata',
      fullName: `${object}.${developerName}`,
      fileName,
    }
  );
}

/** The wording is from memory. */
function dangling(content: Content, object: ObjectSchema, record: CustomMetadataRecord): string[] {
  const values = metadataValues(object, record);
  return relationshipsOf(object)
    .filter(({ name }) => values[name] !== undefined && values[name] !== null)
    .filter((field) => !relatedRecord(content, field, values))
    .map(
      ({ name, referenceTo }) =>
        `${name}: no ${referenceTo?.[0]} record is named ${String(values[name])}`,
    );
}

function refusals(
  content: Content,
  schema: Schema,
  object: ObjectSchema,
  record: CustomMetadataRecord,
  now: number,
): string[] {
  const valuesOf = (of: ObjectSchema, each: CustomMetadataRecord) => metadataValues(of, each);
  const values = valuesOf(object, record);
  const related = new Map(
    relationshipsOf(object).map((field) => [values[field.name], { field, values }]),
  );
  const at = {
    values,
    before: null,
    now,
    parent: (name: unknown) => {
      const link = related.get(name as string);
      const target = link && relatedRecord(content, link.field, link.values);
      const type = target && schema.object(target.object);
      return type && valuesOf(type, target);
    },
  };
  return (object.validationRules ?? [])
    .filter(({ active }) => active)
    .filter((rule) => {
      try {
        return ruleFormula(schema, object, rule)(at) === true;
      } catch (error) {
        // The rule itself is reported.
        if (error instanceof FormulaError) return false;
        throw error;
      }
    })
    .map(({ message }) => message);
}
