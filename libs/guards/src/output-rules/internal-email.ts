import { emailAt } from '../pii/email-spans.ts';
import type { OutputRule } from './output-rule.ts';

const INTERNAL_LABELS: ReadonlySet<string> = new Set([
  'company',
  'internal',
  'corp',
  'intranet',
  'local',
  'lan',
]);

/** Addresses of domains that are named internal, or that have a label which says so. */
export const internalEmail =
  (domains: readonly string[]): OutputRule =>
  (text, at) => {
    const found = emailAt(text, at);
    if (found === null || found === 'open') return found;
    const isNamed = domains.some((domain) => found.domain === domain || found.domain.endsWith(`.${domain}`));
    const isInternal = isNamed || found.domain.split('.').some((label) => INTERNAL_LABELS.has(label));
    return isInternal ? { label: '[EMAIL REDACTED]', keepUntil: at, end: found.end } : null;
  };
