import { html } from '../html.js';

/**
 * A refusal with its fix, told at once to who listens.
 * @param {{ problem: import('../api/problem.js').Problem | null }} properties
 */
export function ProblemNotice({ problem }) {
  if (problem === null) return null;
  const { title, message, errors, retryAfterSeconds, requestId } = problem;
  return html`<div class="notice bad" role="alert">
    <strong>${title}</strong>
    <p>${message}</p>
    ${
      errors.length > 0 &&
      html`<ul>
      ${errors.map(({ pointer, message: fix }) => html`<li key=${pointer}><code>${pointer}</code> ${fix}</li>`)}
    </ul>`
    }
    ${retryAfterSeconds !== null && html`<p>Try again in ${retryAfterSeconds} s.</p>`}
    ${requestId !== null && html`<p class="small">Request <code>${requestId}</code></p>`}
  </div>`;
}

/** @param {{ text: string }} properties */
export function Loading({ text }) {
  return html`<p class="loading" role="status">${text}</p>`;
}

/** @param {{ title: string, children?: unknown }} properties */
export function Empty({ title, children }) {
  return html`<div class="empty"><p class="empty-title">${title}</p>${children}</div>`;
}
