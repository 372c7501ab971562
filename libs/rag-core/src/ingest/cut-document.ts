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
export function cutDocument(content: string, limits: CutLimits = CUT_LIMITS): Cut[] {
  return sectionsOf(content)
    .flatMap(({ headings, start, end }) =>
      packed(unitsOf(content, start, end, limits.maxTokens), limits).map((units) => ({ headings, units })),
    )
    .map(({ headings, units }) => ({
      headings,
      text: content.slice(units[0]?.start, units.at(-1)?.end).trim(),
      tokens: sizeOf(units),
    }))
    .filter(({ text }) => text !== '')
    .map((cut, ordinal) => ({ ...cut, ordinal }));
}

/** Groups of consecutive units, each within the limit, each beginning with the tail of the one before. */
function packed(units: readonly TextUnit[], { maxTokens, overlapTokens }: CutLimits): TextUnit[][] {
  const groups: TextUnit[][] = [];
  let group: TextUnit[] = [];
  for (const unit of units) {
    if (group.length > 0 && sizeOf(group) + unit.tokens > maxTokens) {
      groups.push(group);
      group = tailOf(group, Math.min(overlapTokens, maxTokens - unit.tokens));
    }
    group.push(unit);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

function tailOf(group: readonly TextUnit[], maxTokens: number): TextUnit[] {
  let size = 0;
  const from = group.findLastIndex((unit) => (size += unit.tokens) > maxTokens);
  return group.slice(from + 1);
}

const sizeOf = (units: readonly TextUnit[]): number => units.reduce((sum, { tokens }) => sum + tokens, 0);
