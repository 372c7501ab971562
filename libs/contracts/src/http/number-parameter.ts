import { z } from 'zod';

/** A number of a query string, where one that is there and blank is none: read as a number it would be a silent 0. */
export const numberParameter = <Schema extends z.ZodType>(number: Schema) =>
  z.preprocess((text) => (typeof text === 'string' && text.trim() === '' ? Number.NaN : text), number);
