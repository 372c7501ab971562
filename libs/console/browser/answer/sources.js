import { useCallback, useState } from 'preact/hooks';
import { html } from '../html.js';

/** @typedef {import('../api/resources.ts').Citation} Citation */

/**
 * Which source is open; none after a change of the query.
 * @param {string} queryId
 */
export function useOpenSource(queryId) {
  const [{ of, open }, setOpen] = useState({ of: queryId, open: /** @type {number | null} */ (null) });
  const toggle = useCallback(
    (/** @type {number} */ index) =>
      setOpen((before) => ({
        of: queryId,
        open: before.of === queryId && before.open === index ? null : index,
      })),
    [queryId],
  );
  const show = useCallback(
    (/** @type {number} */ index) => {
      setOpen({ of: queryId, open: index });
      const button = document.getElementById(`source-${index}`);
      button?.focus();
    },
    [queryId],
  );
  return { open: of === queryId ? open : null, toggle, show };
}

/**
 * @param {{ citations: readonly Citation[], open: number | null, toggle: (index: number) => void }} properties
 */
export function Sources({ citations, open, toggle }) {
  if (citations.length === 0) return null;
  return html`<section class="sources" aria-labelledby="sources-title">
    <h3 id="sources-title">Sources</h3>
    <ol>
      ${citations.map(
        (citation) => html`<${Source}
          key=${citation.index}
          citation=${citation}
          isOpen=${open === citation.index}
          toggle=${toggle}
        />`,
      )}
    </ol>
  </section>`;
}

/** @param {{ citation: Citation, isOpen: boolean, toggle: (index: number) => void }} properties */
function Source({ citation, isOpen, toggle }) {
  const { index, title, namespace, quote } = citation;
  const panel = `quote-${index}`;
  return html`<li>
    <button
      type="button"
      id=${`source-${index}`}
      class="source"
      aria-expanded=${isOpen}
      aria-controls=${panel}
      onClick=${() => toggle(index)}
    >
      <span class="source-index">${index}</span>
      <span class="source-title">${title}</span>
      <span class="badge">${namespace}</span>
    </button>
    <div id=${panel} hidden=${!isOpen}>
      <blockquote>${quote}</blockquote>
      <p class="small"><${Origin} citation=${citation} /></p>
    </div>
  </li>`;
}

/** @param {{ citation: Citation }} properties */
function Origin({ citation: { source, document_id: documentId } }) {
  // A source is what somebody wrote: only what is a web address becomes a link.
  if (source !== null && /^https?:\/\//i.test(source)) {
    return html`<a href=${source} target="_blank" rel="noopener noreferrer">${source}</a>`;
  }
  return html`<span>${source ?? documentId}</span>`;
}
