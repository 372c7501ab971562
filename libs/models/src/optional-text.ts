import { z } from 'zod';

/** A variable that may be missing. A compose file passes what is not set as an empty text. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));
