import { useCallback, useState } from 'preact/hooks';
import { LiveQuery } from '../answer/live-query.js';
import { html } from '../html.js';
import { formatTime, formatUsd } from '../parts/format.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { Select } from '../parts/select.js';
import { StatusBadge } from '../parts/status-badge.js';
import { may, useSession } from '../session.js';
import { useLoaded } from '../use-loaded.js';
import { usePages } from '../use-pages.js';

/** @typedef {import('../api/resources.ts').Query} Query */

const STATUSES = ['', 'queued', 'running', 'succeeded', 'failed', 'canceled', 'expired'].map((value) => ({
  value,
  name: value === '' ? 'All' : value,
}));

/** Questions that were asked before, and one of them. @param {{ rest: readonly string[] }} properties */
export function History({ rest: [id] }) {
  return id === undefined ? html`<${QueryList} />` : html`<${OneQuery} key=${id} id=${id} />`;
}

/** @param {{ id: string }} properties */
function OneQuery({ id }) {
  const { api } = useSession();
  const { value, problem } = useLoaded(() => api.query(id), [api, id]);
  return html`
    <p class="back"><a href="#/history">← History</a></p>
    <h1>A question</h1>
    <${ProblemNotice} problem=${problem} />
    ${value === null && problem === null && html`<${Loading} text="Loading the question…" />`}
    ${
      value !== null &&
      html`<p class="small">Asked ${formatTime(value.created_at)}</p>
      <${LiveQuery} query=${value} />`
    }
  `;
}

function QueryList() {
  const { api, me } = useSession();
  const [status, setStatus] = useState('');
  const load = useCallback(
    (/** @type {string | null} */ after) => api.queries({ status, after }),
    [api, status],
  );
  const { items, hasMore, isLoading, problem, more } = usePages(load, [api, status]);
  return html`
    <div class="heading">
      <h1>History</h1>
      <${Select} label="Status" value=${status} choices=${STATUSES} choose=${setStatus} />
    </div>
    <p class="small">
      ${may(me, 'admin') ? 'Questions of your whole tenant' : 'Your own questions'}, newest first, for a day after they end.
    </p>
    <${ProblemNotice} problem=${problem} />
    ${items.length === 0 && !isLoading && problem === null && html`<${Empty} title="No questions here yet." />`}
    <ul class="records">
      ${items.map((query) => html`<${QueryRow} key=${query.id} query=${query} />`)}
    </ul>
    ${isLoading && html`<${Loading} text="Loading questions…" />`}
    ${hasMore && html`<button type="button" onClick=${more} disabled=${isLoading}>Show more</button>`}
  `;
}

/** @param {{ query: Query }} properties */
function QueryRow({ query }) {
  const { id, question, status, created_at: createdAt, result, error } = query;
  return html`<li class="record">
    <a class="record-title" href=${`#/history/${encodeURIComponent(id)}`}>${question}</a>
    <${StatusBadge} status=${status} />
    <p class="record-facts">
      <time datetime=${createdAt}>${formatTime(createdAt)}</time>
      ${result !== null && html`<span>${formatUsd(result.cost_usd)}</span>`}
      ${result?.cache.status === 'hit' && html`<span>from cache</span>`}
      ${error !== null && html`<span>${error.title}</span>`}
    </p>
  </li>`;
}
