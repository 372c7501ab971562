import { html } from '../html.js';

/** Three lines of a text, one of them found. */
export function BrandMark() {
  return html`<svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="bar-fill" width="32" height="32" rx="8" />
    <path class="mark-lines" d="M9 10.5h8M9 16h14M9 21.5h8" />
    <circle class="mark-dot" cx="22.5" cy="21.5" r="2.5" />
  </svg>`;
}
