import { Fault, type InputProblem } from '@ragfleet/kernel';
import type { z } from 'zod';

const MAX_PROBLEMS = 50;
const MAX_POINTER_CHARACTERS = 256;

/** The parsed value, or a Fault `invalid-input` that names every problem by JSON pointer and repeats no value. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap(problemsOf).slice(0, MAX_PROBLEMS);
  throw new Fault('invalid-input', 'Correct what `errors` names and send the request again.', { problems });
}

function problemsOf(issue: z.core.$ZodIssue): InputProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), message: 'Unknown field.' }));
  }
  return [{ pointer: pointerOf(issue.path), message: issue.message }];
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return text.slice(0, MAX_POINTER_CHARACTERS);
}
