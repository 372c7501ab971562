import { html } from '../html.js';

/** Colour never says it alone: the word is there too. @type {Readonly<Record<string, string>>} */
const KINDS = {
  succeeded: 'good',
  delivered: 'good',
  finished: 'good',
  embedded: 'good',
  closed: 'good',
  full: 'good',
  failed: 'bad',
  dead: 'bad',
  open: 'bad',
  maintenance: 'bad',
  expired: 'warn',
  reduced: 'warn',
  minimal: 'warn',
  'half-open': 'warn',
};

/** @param {{ status: string }} properties */
export function StatusBadge({ status }) {
  return html`<span class=${`badge ${KINDS[status] ?? ''}`}>${status}</span>`;
}
