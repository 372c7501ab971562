import { useCallback, useState } from 'preact/hooks';
import { html } from '../html.js';
import { ProblemNotice } from '../parts/notice.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';

/** @typedef {'up' | 'down'} Rating */

/** @param {{ id: string }} properties */
export function Feedback({ id }) {
  const { api } = useSession();
  const [given, setGiven] = useState(/** @type {Rating | null} */ (null));
  const rate = useCallback(
    async (/** @type {Rating} */ rating) => {
      await api.rate(id, rating);
      setGiven(rating);
    },
    [api, id],
  );
  const { run, isBusy, problem } = useAction(rate);
  const button = (/** @type {Rating} */ rating, /** @type {string} */ name) =>
    html`<button type="button" aria-pressed=${given === rating} disabled=${isBusy} onClick=${() => run(rating)}>
      ${name}
    </button>`;
  return html`<div class="feedback">
    <div class="row" role="group" aria-label="Was this answer right?">
      <span class="small">Was this right?</span>
      ${button('up', 'Yes')} ${button('down', 'No')}
      <span class="small" role="status">${given === null ? '' : thanksFor(given)}</span>
    </div>
    <${ProblemNotice} problem=${problem} />
  </div>`;
}

/** @param {Rating} rating */
const thanksFor = (rating) =>
  rating === 'up' ? 'Thank you.' : 'Thank you. This answer will not come from the cache again.';
