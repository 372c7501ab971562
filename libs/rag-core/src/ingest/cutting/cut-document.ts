import { sectionsOf } from './document-sections.ts';
import { type TextUnit, unitsOf } from './text-units.ts';

/** One passage's text, as it stands in the document, under its headings. */
export interface Cut {
  readonly headings: readonly string[];
  readonly ordinal: number;
  readonly text: string;
  readonly tokens: number;
}

export interface CutLimits {
  readonly maxTokens: number;
  /** How much of a passage's end the next one of the same section repeats. */
  readonly overlapTokens: number;
}

const CUT_LIMITS: CutLimits = { maxTokens: 320, overlapTokens: 48 };

/**
 * Cuts a document into passages of whole sentences and lines. A passage never crosses a heading, keeps the headings
 * above it, and is a contiguous piece of the content, so that a citation quotes what the author wrote.
 */
export const cutDocument = (content: string, limits: CutLimits = CUT_LIMITS): Cut[] =>
  [...cutsOf(content, limits)].filter((cut) => cut !== null);

/** The same one by one, and null now and then, so that whoever asks for them can do something else in between. */
export function* cutsOf(
  content: string,
  limits: CutLimits = CUT_LIMITS,
): Generator<Cut | null, void, undefined> {
  let ordinal = 0;
  for (const section of sectionsOf(content)) {
    if (section === null) {
      yield null;
      continue;
    }
    const { headings, start, end } = section;
    for (const units of packed(unitsOf(content, start, end, limits.maxTokens), limits)) {
      const text = content.slice(units[0]?.start, units.at(-1)?.end).trim();
      if (text === '') continue;
      yield { headings, ordinal, text, tokens: sizeOf(units) };
      ordinal += 1;
    }
  }
}

/** Groups of consecutive units, each within the limit, each beginning with the tail of the one before. */
function* packed(
  units: Iterable<TextUnit>,
  { maxTokens, overlapTokens }: CutLimits,
): Generator<TextUnit[], void, undefined> {
  let group: TextUnit[] = [];
  let size = 0;
  for (const unit of units) {
    if (group.length > 0 && size + unit.tokens > maxTokens) {
      yield group;
      group = tailOf(group, Math.min(overlapTokens, maxTokens - unit.tokens));
      size = sizeOf(group);
    }
    group.push(unit);
    size += unit.tokens;
  }
  if (group.length > 0) yield group;
}

function tailOf(group: readonly TextUnit[], maxTokens: number): TextUnit[] {
  let size = 0;
  const from = group.findLastIndex((unit) => (size += unit.tokens) > maxTokens);
  return group.slice(from + 1);
}

const sizeOf = (units: readonly TextUnit[]): number => units.reduce((sum, { tokens }) => sum + tokens, 0);
