import { type UploadFields, uploadFields } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { parseJson } from '../../http/json-body.ts';
import { parseInput } from '../../http/parse-input.ts';

export interface UploadForm {
  /** Fault `invalid-input` when the field is unknown, there already, or not acceptable. */
  add(name: string, value: string): void;
  readonly fields: UploadFields;
}

/** Fields that are more than text. */
const JSON_FIELDS: ReadonlySet<string> = new Set(['metadata', 'callback']);

export const isFormField = (name: string): boolean => Object.hasOwn(uploadFields.shape, name);

/** The fields beside the files, each checked as it comes: nobody sends 50 MB to learn of a typing error. */
export function createUploadForm(): UploadForm {
  const given = new Map<string, unknown>();
  let fields: UploadFields = {};
  return {
    get fields() {
      return fields;
    },
    add: (name, value) => {
      if (given.has(name)) throw fieldFault(name, 'Send this field once.');
      given.set(name, JSON_FIELDS.has(name) ? jsonOf(name, value) : value);
      fields = parseInput(uploadFields, Object.fromEntries(given));
    },
  };
}

function jsonOf(name: string, value: string): unknown {
  try {
    return parseJson(Buffer.from(value));
  } catch (cause) {
    throw fieldFault(name, 'Send an object in JSON in this field.', cause);
  }
}

function fieldFault(name: string, message: string, cause?: unknown): Fault {
  const problems = [{ pointer: `/${name}`, message }];
  return new Fault('invalid-input', 'Correct the field of the form that `errors` names.', {
    cause,
    problems,
  });
}
