import { useId } from 'preact/hooks';
import { html } from '../html.js';

/**
 * @param {{ label: string, value: string, choices: readonly { value: string, name: string }[],
 *   choose: (value: string) => void }} properties
 */
export function Select({ label, value, choices, choose }) {
  const id = useId();
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      value=${value}
      onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) => choose(event.currentTarget.value)}
    >
      ${choices.map(({ value: choice, name }) => html`<option key=${choice} value=${choice}>${name}</option>`)}
    </select>
  </div>`;
}
