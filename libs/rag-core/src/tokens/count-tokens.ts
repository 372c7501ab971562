import { rememberByText } from '@ragfleet/kernel';
import { encodeText } from './encode-text.ts';

const KEPT_CHARACTERS = 1_000_000;

/** How many tokens of o200k_base a text has. */
export const countTokens = rememberByText((text) => encodeText(text).length, KEPT_CHARACTERS);
