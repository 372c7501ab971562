import type { ActiveRule, ActiveSpan } from './active-rule.ts';

/** Takes from a text, while it is written, what its rules find. The same for every chunking. */
export interface SpanFilter {
  /** What is safe to show now. At most 1,200 characters stay behind. */
  push(chunk: string): string;
  end(): string;
  removals(): number;
}

export interface SpanFilterOptions {
  /** Where a rule may find something: global, without state of its own. All rules are null elsewhere. */
  readonly candidate: RegExp;
  /** In order: the first that finds something decides. */
  readonly rules: readonly ActiveRule[];
}

const CONTEXT_CHARACTERS = 8;
// The end of a paragraph, behind which most rules can decide.
const END_OF_TEXT = '\n\n';

export function createSpanFilter({ candidate, rules }: SpanFilterOptions): SpanFilter {
  let held = '';
  let context = '';
  let removals = 0;
  let until: RegExp | undefined;

  const skip = (text: string, at: number): number => {
    if (until === undefined) return at;
    const length = text.slice(at).search(until);
    if (length === -1) return text.length;
    until = undefined;
    return at + length;
  };

  const read = (chunk: string, isEnd: boolean): string => {
    const text = context + held + chunk;
    let at = skip(text, context.length);
    let shown = '';
    while (at < text.length) {
      const next = nextOf(candidate, text, at);
      shown += text.slice(at, next);
      at = next;
      if (at === text.length) break;
      const found = atEnd(decide(rules, text, at), { text, at, isEnd });
      if (found === 'open') break;
      if (found === null) {
        shown += text[at];
        at += 1;
        continue;
      }
      if (found.isRemoved) removals += 1;
      shown += found.shown;
      until = found.until;
      at = skip(text, found.end);
    }
    held = text.slice(at);
    context = text.slice(Math.max(0, at - CONTEXT_CHARACTERS), at);
    return shown;
  };

  return {
    push: (chunk) => read(chunk, false),
    end: () => read(END_OF_TEXT, true).slice(0, -END_OF_TEXT.length),
    removals: () => removals,
  };
}

/** Each filter reads what the one before lets through: what a removal has put together is seen by those behind it. */
export const inTurn = (filters: readonly SpanFilter[]): SpanFilter => ({
  push: (chunk) => filters.reduce((text, filter) => filter.push(text), chunk),
  end: () => filters.reduce((rest, filter) => filter.push(rest) + filter.end(), ''),
  removals: () => filters.reduce((sum, filter) => sum + filter.removals(), 0),
});

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const BEGINS_SOMETHING = /[<\0-\x1f\x7f-\x9f]/;

/** What is still open when the text ends will never close: its first sign goes where that would make it something. */
function atEnd(
  found: ActiveSpan | 'open' | null,
  { text, at, isEnd }: { readonly text: string; readonly at: number; readonly isEnd: boolean },
): ActiveSpan | 'open' | null {
  if (found !== 'open' || !isEnd) return found;
  return BEGINS_SOMETHING.test(text[at] ?? '') ? { shown: '', end: at + 1, isRemoved: true } : null;
}

function nextOf(candidate: RegExp, text: string, at: number): number {
  candidate.lastIndex = at;
  return candidate.exec(text)?.index ?? text.length;
}

function decide(rules: readonly ActiveRule[], text: string, at: number): ActiveSpan | 'open' | null {
  for (const rule of rules) {
    const found = rule(text, at);
    if (found !== null) return found;
  }
  return null;
}
