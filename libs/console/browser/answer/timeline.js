import { html } from '../html.js';
import { formatMs } from '../parts/format.js';
import { isOver } from './follow-query.js';

/** @typedef {import('./follow-query.js').Followed} Followed */

/** How an end is called. */
const ENDS = { succeeded: 'Done', failed: 'Failed', canceled: 'Canceled', expired: 'Expired' };

/**
 * Where a question is, step by step.
 * @param {{ known: Followed }} properties
 */
export function Timeline({ known }) {
  const steps = stepsOf(known);
  return html`<div class="timeline">
    <ol>
      ${steps.map(
        ({ name, detail, state }) => html`<li
          key=${name}
          class=${state}
          aria-current=${state === 'now' ? 'step' : undefined}
        >
          <span class="step-name">${name}</span>
          <span class="step-detail">${detail}</span>
        </li>`,
      )}
    </ol>
    <p class="sr-only" role="status" aria-live="polite">${spokenOf(known)}</p>
  </div>`;
}

/** @param {Followed} known */
function stepsOf(known) {
  const { status, text, query } = known;
  const ended = isOver(status);
  const timings = query?.result?.timings_ms;
  const begun = status === 'running' || typeof query?.started_at === 'string';
  return [
    {
      name: 'Queued',
      detail: timings === undefined ? placeOf(known) : `waited ${formatMs(timings.queue_wait)}`,
      state: stateOf(begun || ended, status === 'queued'),
    },
    {
      name: 'Searching',
      detail: timings === undefined ? '' : formatMs(timings.embed + timings.search + timings.fetch),
      state: stateOf(text !== '' || (ended && begun), status === 'running' && text === ''),
    },
    {
      name: 'Answering',
      detail: timings === undefined ? '' : formatMs(timings.generate),
      state: stateOf(status === 'succeeded', status === 'running' && text !== ''),
    },
    {
      name: ended ? ENDS[status] : 'Done',
      detail: timings === undefined ? '' : `${formatMs(timings.total)} in all`,
      state: endStateOf(status),
    },
  ];
}

/** @param {boolean} isPast @param {boolean} isNow */
const stateOf = (isPast, isNow) => (isPast ? 'past' : isNow ? 'now' : 'ahead');

/** @param {Followed['status']} status */
function endStateOf(status) {
  if (!isOver(status)) return 'ahead';
  return status === 'succeeded' ? 'past' : 'ended';
}

/** @param {Followed} known */
function placeOf({ status, position }) {
  if (status !== 'queued') return '';
  return position === null ? 'in its lane' : `position ${position}`;
}

/** @param {Followed} known */
function spokenOf({ status, position, text }) {
  if (status === 'queued') return position === null ? 'Queued.' : `Queued, position ${position}.`;
  if (status === 'running') return text === '' ? 'Searching the documents.' : 'The answer is coming.';
  return `${ENDS[status]}.`;
}
