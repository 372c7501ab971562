/**
 * Renumbers the `[n]` of a text while it is written, and each number of a range such as `[1-3]`: 1, 2, 3 in order of first
 * appearance, and numbers of passages that were not in the prompt are dropped. What `push` and `end` return, joined, is
 * the same for every chunking.
 */
export interface CitationNumbering {
  push(chunk: string): string;
  end(): string;
  /** The cited passages by their number in the prompt; their place here is their number in the text, less one. */
  cited(): readonly number[];
}

const DASH = /[-\u2010-\u2015]/;
// One number, or a range such as `1-3`.
const ITEM = String.raw`\d{1,2}(?: ?${DASH.source} ?\d{1,2})?`;
const MARKER = new RegExp(String.raw` ?\[(${ITEM}(?:[,;] ?${ITEM}){0,19})\]`, 'g');
// A suffix that may still become a marker, with the space before it.
const OPEN_MARKER = / ?(?:\[(?:\d[\d,; \u2010-\u2015-]{0,180})?)?$/;

export function createCitationNumbering(passageCount: number): CitationNumbering {
  const order: number[] = [];
  let held = '';

  const numberOf = (passage: number): number => {
    if (!order.includes(passage)) order.push(passage);
    return order.indexOf(passage) + 1;
  };
  const renumbered = (marker: string, list: string): string => {
    const numbers = list.split(/[,;]/).flatMap(numbersOf);
    // [0] cites nothing: it is an index in some code.
    if (numbers.includes(0)) return marker;
    const known = numbers.filter((passage) => passage <= passageCount).map(numberOf);
    if (known.length === 0) return '';
    const space = marker.startsWith(' ') ? ' ' : '';
    return space + [...new Set(known)].map((number) => `[${number}]`).join('');
  };
  const push = (chunk: string): string => {
    const text = held + chunk;
    const end = text.search(OPEN_MARKER);
    held = text.slice(end);
    return text.slice(0, end).replace(MARKER, renumbered);
  };

  return {
    push,
    end: () => {
      const rest = held;
      held = '';
      return rest;
    },
    cited: () => order,
  };
}

/** Whichever end of a range comes first. */
function numbersOf(item: string): number[] {
  const ends = item.split(DASH).map(Number);
  const first = Math.min(...ends);
  return Array.from({ length: Math.max(...ends) - first + 1 }, (_one, step) => first + step);
}
