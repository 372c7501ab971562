import { html } from '../html.js';

/** @typedef {import('../api/resources.ts').Citation} Citation */

const MARK = /\[(\d{1,3})\]/g;

/**
 * The answer with its marks as buttons that open their source.
 * @param {{ text: string, citations: readonly Citation[], isLive: boolean, show: (index: number) => void }} properties
 */
export function AnswerText({ text, citations, isLive, show }) {
  const known = new Map(citations.map((citation) => [citation.index, citation]));
  const parts = partsOf(text).map((part) => {
    const citation = typeof part === 'number' ? known.get(part) : undefined;
    if (citation === undefined) return typeof part === 'number' ? `[${part}]` : part;
    return html`<button
      type="button"
      class="mark"
      aria-label=${`Source ${citation.index}: ${citation.title}`}
      onClick=${() => show(citation.index)}
    >
      ${citation.index}
    </button>`;
  });
  return html`<div class=${isLive ? 'answer coming' : 'answer'} data-testid="answer">${parts}</div>`;
}

/**
 * Text and the numbers of its marks, in their order.
 * @param {string} text
 * @returns {(string | number)[]}
 */
function partsOf(text) {
  /** @type {(string | number)[]} */
  const parts = [];
  let from = 0;
  for (const { 0: whole, 1: digits, index } of text.matchAll(MARK)) {
    parts.push(text.slice(from, index), Number(digits));
    from = index + whole.length;
  }
  return [...parts, text.slice(from)];
}
