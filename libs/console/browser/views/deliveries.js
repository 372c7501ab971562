import { useCallback, useState } from 'preact/hooks';
import { html } from '../html.js';
import { countOf, formatTime } from '../parts/format.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { Select } from '../parts/select.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useLoaded } from '../use-loaded.js';

/** @typedef {import('../api/resources.ts').Delivery} Delivery */

const STATUSES = ['', 'pending', 'delivered', 'dead'].map((value) => ({
  value,
  name: value === '' ? 'All' : value,
}));

/** Webhooks that went out, and those that did not arrive. */
export function Deliveries() {
  const { api } = useSession();
  const [status, setStatus] = useState('');
  const { value, problem, reload } = useLoaded(() => api.deliveries(status), [api, status]);
  return html`
    <div class="heading">
      <h1>Webhooks</h1>
      <div class="row">
        <${Select} label="Status" value=${status} choices=${STATUSES} choose=${setStatus} />
        <button type="button" onClick=${reload}>Refresh</button>
      </div>
    </div>
    <${ProblemNotice} problem=${problem} />
    ${value === null && problem === null && html`<${Loading} text="Loading deliveries…" />`}
    ${value?.data.length === 0 && html`<${Empty} title="No deliveries here." />`}
    <ul class="records">
      ${value?.data.map((delivery) => html`<${DeliveryRow} key=${delivery.id} delivery=${delivery} onChange=${reload} />`)}
    </ul>
  `;
}

/** @param {{ delivery: Delivery, onChange: () => void }} properties */
function DeliveryRow({ delivery, onChange }) {
  const { api } = useSession();
  const { id, event, url, status, reason, created_at: createdAt, attempts, subject_id: subjectId } = delivery;
  const again = useCallback(async () => {
    await api.redeliver(id);
    onChange();
  }, [api, id, onChange]);
  const { run, isBusy, problem } = useAction(again);
  return html`<li class="record">
    <p class="record-title">${event}</p>
    <${StatusBadge} status=${status} />
    <p class="record-facts">
      <time datetime=${createdAt}>${formatTime(createdAt)}</time>
      <span>${countOf(attempts.length, 'attempt')}</span>
      <code>${subjectId}</code>
      <span class="break">${url}</span>
      ${reason !== null && html`<span>${reason}</span>`}
    </p>
    ${
      attempts.length > 0 &&
      html`<details>
      <summary>Attempts</summary>
      <ul class="small">
        ${attempts.map(
          ({ at, http_status: httpStatus, error, duration_ms: durationMs }) =>
            html`<li key=${at}>${formatTime(at)}: ${httpStatus ?? 'no reply'}, ${Math.round(durationMs)} ms${error === null ? '' : `, ${error}`}</li>`,
        )}
      </ul>
    </details>`
    }
    ${
      status !== 'pending' &&
      html`<button type="button" disabled=${isBusy} onClick=${run}>
        ${isBusy ? 'Sending…' : 'Send again'}<span class="sr-only"> ${id}</span>
      </button>`
    }
    <${ProblemNotice} problem=${problem} />
  </li>`;
}
