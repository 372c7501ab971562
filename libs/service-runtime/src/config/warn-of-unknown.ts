import type { z } from 'zod';
import type { Logger } from '../logging/create-logger.ts';
import { unknownVariables } from './unknown-variables.ts';

/**
 * Logs a warning for each variable that looks like a misspelling of one that the schema reads, and for each RAGFLEET_…
 * that nobody reads: a typing error would otherwise leave the default in force in silence. Names alone are logged.
 */
export function warnOfUnknown(schema: z.ZodObject, env: NodeJS.ProcessEnv, logger: Logger): void {
  for (const { name, nearest } of unknownVariables(Object.keys(schema.shape), env))
    logger.warn({ variable: name, nearest }, 'environment variable that nobody reads: misspelt?');
}
