import { html } from '../html.js';

/**
 * @typedef {{ name: string, value: number, text: string }} Row
 */

/**
 * Amounts side by side: a table for who reads, a bar in each row for who looks.
 * @param {{ caption: string, rows: readonly Row[] }} properties
 */
export function Bars({ caption, rows }) {
  const largest = Math.max(...rows.map(({ value }) => value), 0);
  return html`<table class="bars">
    <caption>${caption}</caption>
    <thead class="sr-only">
      <tr><th scope="col">What</th><th scope="col">Share</th><th scope="col">Amount</th></tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, value, text }) => html`<tr key=${name}>
          <th scope="row">${name}</th>
          <td class="bar">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect class="bar-rest" width="100" height="6" />
              <rect class="bar-fill" width=${largest === 0 ? 0 : Math.max(0, value / largest) * 100} height="6" />
            </svg>
          </td>
          <td class="amount">${text}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
