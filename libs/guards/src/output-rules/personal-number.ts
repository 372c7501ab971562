import { numberSpanAt } from '../pii/number-spans.ts';
import type { OutputRule } from './output-rule.ts';

/** Social security and card numbers. */
export const personalNumber: OutputRule = (text, at) => {
  if (!/\d/.test(text[at] ?? '')) return null;
  const found = numberSpanAt(text, at);
  if (found === null || found === 'open') return found;
  return {
    label: found.kind === 'US_SSN' ? '[SSN REDACTED]' : '[CARD REDACTED]',
    keepUntil: at,
    end: found.end,
  };
};
