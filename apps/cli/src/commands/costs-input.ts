import { Fault } from '@ragfleet/kernel';
import type { z } from 'zod';

/**
 * What the API would take, with its defaults and limits, so that both say the same. `options` are what its fields are
 * called here. Fault `invalid-input` that names them.
 */
export function costsInput<Schema extends z.ZodType>(
  schema: Schema,
  fields: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, string>>,
): z.output<Schema> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path: [field, ...rest], message }) =>
    [options[String(field)], ...rest.map(String), message].join(': '),
  );
  throw new Fault('invalid-input', problems.join('\n'));
}
