/**
 * Renumbers the `[n]` of a text while it is written: 1, 2, 3 in order of first appearance, and numbers of passages that
 * were not in the prompt are dropped. What `push` and `end` return, joined, is the same for every chunking.
 */
export interface CitationNumbering {
  push(chunk: string): string;
  end(): string;
  /** The cited passages by their number in the prompt; their place here is their number in the text, less one. */
  cited(): readonly number[];
}

const MARKER = / ?\[(\d{1,2}(?:[,;] ?\d{1,2}){0,19})\]/g;
// A suffix that may still become a marker, with the space before it.
const OPEN_MARKER = / ?(?:\[(?:\d[\d,; ]{0,80})?)?$/;

export function createCitationNumbering(passageCount: number): CitationNumbering {
  const order: number[] = [];
  let held = '';

  const numberOf = (passage: number): number => {
    if (!order.includes(passage)) order.push(passage);
    return order.indexOf(passage) + 1;
  };
  const renumbered = (marker: string, list: string): string => {
    const numbers = list.split(/[,;]/).map(Number);
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
