import { z } from 'zod';
import { optionalText } from '../optional-text.ts';

/** The variables of the second finder of personal data. */
export const presidioVariables = {
  PRESIDIO_URL: optionalText
    .refine((url) => url === undefined || URL.canParse(url), 'must be a URL such as http://127.0.0.1:5002')
    .meta({
      description:
        'address of a Presidio analyzer that looks for names in questions as well, such as http://127.0.0.1:5002; without it the recognizers of the fleet look alone',
    }),
  PRESIDIO_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}$/, 'must be a language such as en')
    .default('en')
    .meta({ description: 'language that the analyzer is asked in' }),
};
