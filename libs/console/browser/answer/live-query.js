import { useCallback } from 'preact/hooks';
import { html } from '../html.js';
import { ProblemNotice } from '../parts/notice.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { AnswerText } from './answer-text.js';
import { Feedback } from './feedback.js';
import { isOver } from './follow-query.js';
import { ResultFacts } from './result-facts.js';
import { Sources, useOpenSource } from './sources.js';
import { Timeline } from './timeline.js';
import { useFollowedQuery } from './use-followed-query.js';

/**
 * One question from its place in the queue to its answer.
 * @param {{ query: import('../api/resources.ts').Query }} properties
 */
export function LiveQuery({ query }) {
  const { api } = useSession();
  const { known, problem } = useFollowedQuery(query);
  const cancel = useAction(useCallback(() => api.cancel(query.id), [api, query.id]));
  const sources = useOpenSource(query.id);
  const isLive = !isOver(known.status);
  const { text, citations } = known;
  return html`<article class="panel live" aria-labelledby="asked" aria-busy=${isLive}>
    <header class="asked">
      <h2 id="asked">${query.question}</h2>
      ${
        isLive &&
        html`<button type="button" onClick=${cancel.run} disabled=${cancel.isBusy}>
        ${cancel.isBusy ? 'Canceling…' : 'Cancel'}
      </button>`
      }
    </header>
    <${Timeline} known=${known} />
    <${ProblemNotice} problem=${problem ?? cancel.problem} />
    ${known.restarts > 0 && isLive && html`<p class="small">The answer was begun again.</p>`}
    ${text !== '' && html`<${AnswerText} text=${text} citations=${citations} isLive=${isLive} show=${sources.show} />`}
    <${Sources} citations=${citations} ...${sources} />
    ${known.query !== null && html`<${Outcome} query=${known.query} />`}
  </article>`;
}

/** @param {{ query: import('../api/resources.ts').Query }} properties */
function Outcome({ query }) {
  const { status, error, result } = query;
  if (result !== null) {
    return html`<${ResultFacts} query=${query} result=${result} />
      <${Feedback} id=${query.id} />`;
  }
  if (status === 'canceled') return html`<p class="notice">Canceled: nothing more will come.</p>`;
  if (error === null) return html`<p class="notice">It ended without an answer. Ask again.</p>`;
  return html`<div class="notice bad" role="alert">
    <strong>${error.title}</strong>
    <p>${error.detail}</p>
    ${error.retryable && html`<p>The same question may work later.</p>`}
  </div>`;
}
