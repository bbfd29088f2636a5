/** `<validationRules>` of an object file. */
import type { ValidationRule } from '../database/schema';
import type { SourceFile } from './report';
import type { XmlElement } from './xml';

/** Active rules with all that they must have; what lacks becomes a problem of the file. */
export function readValidationRules(
  file: SourceFile,
  root: XmlElement,
  object: string,
): readonly ValidationRule[] {
  return root.all('validationRules').flatMap((element) => {
    const name = element.text('fullName');
    const formula = element.child('errorConditionFormula')?.rawText;
    const message = element.text('errorMessage');
    const component = {
      type: 'ValidationRule',
      fullName: `${object}.${name}`,
      fileName: file.component.fileName,
    };
    if (name === undefined || formula === undefined || message === undefined) {
      const missing =
        name === undefined ? 'fullName' : formula ? 'errorMessage' : 'errorConditionFormula';
      file.error(`Required field is missing: ${missing}`, element, component);
      return [];
    }
    const field = element.text('errorDisplayField');
    const active = element.flag('active');
    return [{ name, active, formula, message, ...(field === undefined ? {} : { field }) }];
  });
}
