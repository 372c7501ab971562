import { REDACTED, REDACTED_NAMES } from '../logging/redacted-names.ts';
import type { SpanAttributes } from './contract.ts';

const FORBIDDEN: ReadonlySet<string> = new Set(REDACTED_NAMES.map((name) => name.toLowerCase()));

/** Attributes as a span may hold them: by the same names as a log, a part of the name being enough, and none that is undefined. */
export function safeAttributes(attributes: SpanAttributes): Record<string, string | number | boolean> {
  const safe: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) safe[name] = isForbidden(name) ? REDACTED : value;
  return safe;
}

const known = new Map<string, boolean>();

/** Names are those that stand in the sources, so that few are ever asked for. */
function isForbidden(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const verdict = name.split('.').some((part) => FORBIDDEN.has(part.toLowerCase()));
  known.set(name, verdict);
  return verdict;
}
