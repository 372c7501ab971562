import { html } from '../html.js';

const WIDTH = 640;
const HEIGHT = 160;
const GAP_SHARE = 0.25;

/**
 * Amounts over time as columns, and the same as a table behind a summary.
 * @param {{ title: string, rows: readonly import('./bars.js').Row[], unit: string }} properties
 */
export function Columns({ title, rows, unit }) {
  const largest = Math.max(...rows.map(({ value }) => value), 0);
  const most = rows.find(({ value }) => value === largest)?.text ?? '0';
  const step = WIDTH / Math.max(rows.length, 1);
  const height = (/** @type {number} */ value) => (largest === 0 ? 0 : (value / largest) * (HEIGHT - 4));
  return html`<figure class="columns">
    <figcaption>${title} <span class="small">at most ${most} a day</span></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${`${title}: the table below has the numbers`}>
      ${[0.25, 0.5, 0.75, 1].map(
        (share) =>
          html`<line key=${share} class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT - share * (HEIGHT - 4)} y2=${HEIGHT - share * (HEIGHT - 4)} />`,
      )}
      ${rows.map(
        ({ name, value, text }, at) => html`<rect
          key=${name}
          class="bar-fill"
          x=${at * step + (step * GAP_SHARE) / 2}
          y=${HEIGHT - height(value)}
          width=${step * (1 - GAP_SHARE)}
          height=${height(value)}
        ><title>${name}: ${text}</title></rect>`,
      )}
      <line class="axis" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5} />
    </svg>
    <p class="axis-ends" aria-hidden="true"><span>${rows[0]?.name}</span><span>${rows.at(-1)?.name}</span></p>
    <details>
      <summary>As a table</summary>
      <table class="plain-table">
        <thead><tr><th scope="col">Day</th><th scope="col" class="amount">${unit}</th></tr></thead>
        <tbody>
          ${rows.map(
            ({ name, text }) =>
              html`<tr key=${name}><th scope="row">${name}</th><td class="amount">${text}</td></tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}
