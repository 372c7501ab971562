import { nextCandidate } from './output-rules/next-candidate.ts';
import type { Redaction } from './output-rules/output-rule.ts';
import { outputRules } from './output-rules/output-rules.ts';
import { withAsciiDigits } from './pii/ascii-digits.ts';

export interface OutputFilterOptions {
  /** Domains whose addresses count as internal, beside those with a label such as `corp` or `internal`. */
  readonly internalEmailDomains?: readonly string[];
}

/** Redacts a text while it is written. What `push` and `end` return, joined, is the same for every chunking. */
export interface OutputFilter {
  /** The part that is safe to show now. At most 2 kB that may begin a forbidden span stay behind. */
  push(chunk: string): string;
  /** The rest, once no more text comes. */
  end(): string;
  redactions(): number;
}

// What a rule may look at behind the place where it starts.
const CONTEXT_CHARACTERS = 64;
// In no forbidden span: behind it, every rule can decide.
const END_OF_TEXT = '\n';

/** A filter for one answer. */
export function createOutputFilter(options: OutputFilterOptions = {}): OutputFilter {
  const rules = outputRules((options.internalEmailDomains ?? []).map((domain) => domain.toLowerCase()));
  let held = '';
  let context = '';
  let redactions = 0;
  let until: Redaction['until'];

  const decide = (text: string, at: number): Redaction | 'open' | null => {
    for (const rule of rules) {
      const found = rule(text, at);
      if (found !== null) return found;
    }
    // Half of a surrogate pair waits for the other half.
    return at === text.length - 1 && /[\uD800-\uDBFF]/.test(text[at] ?? '') ? 'open' : null;
  };

  /** Where the span ends that goes on from `at`; before the end of the text when its terminator may begin there. */
  const skipRest = (text: string, at: number): number => {
    if (until === undefined) return at;
    until.pattern.lastIndex = at;
    const match = until.pattern.exec(text);
    if (match === null) return Math.max(at, text.length - (until.maxCharacters ?? 1) + 1);
    const end = match.index;
    const isClosed = until.isIncluded && text[end] !== '\n';
    until = undefined;
    return isClosed ? end + match[0].length : end;
  };

  const push = (chunk: string): string => {
    const text = context + held + chunk;
    // As every rule reads it, and the end of what one has found.
    const read = withAsciiDigits(text);
    let at = skipRest(read, context.length);
    let shown = '';
    while (until === undefined && at < text.length) {
      const candidate = nextCandidate(read, at);
      shown += text.slice(at, candidate);
      at = candidate;
      if (at === text.length) break;
      const found = decide(read, at);
      if (found === 'open') break;
      if (found === null) {
        shown += text[at];
        at += 1;
        continue;
      }
      redactions += 1;
      shown += text.slice(at, found.keepUntil) + found.label;
      until = found.until;
      at = skipRest(read, found.end);
    }
    held = text.slice(at);
    context = text.slice(Math.max(0, at - CONTEXT_CHARACTERS), at);
    return shown;
  };

  const end = (): string => {
    const rest = push(END_OF_TEXT);
    // A span without its end goes to the end of the text.
    return until === undefined ? rest.slice(0, -END_OF_TEXT.length) : rest;
  };
  return { push, end, redactions: () => redactions };
}

/** The whole text through one filter. */
export function redactOutput(
  text: string,
  options: OutputFilterOptions = {},
): { text: string; redactions: number } {
  const filter = createOutputFilter(options);
  const redacted = filter.push(text) + filter.end();
  return { text: redacted, redactions: filter.redactions() };
}
