import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { applyTheme, storedTheme } from '../theme.js';

/** @typedef {import('../theme.js').Theme} Theme */

/** @type {readonly { theme: Theme, name: string }[]} */
const THEMES = [
  { theme: 'system', name: 'Auto' },
  { theme: 'light', name: 'Light' },
  { theme: 'dark', name: 'Dark' },
];

export function ThemeSwitch() {
  const [chosen, setChosen] = useState(storedTheme);
  const choose = (/** @type {Theme} */ theme) => {
    applyTheme(theme);
    setChosen(theme);
  };
  return html`<div class="segments" role="group" aria-label="Colours">
    ${THEMES.map(
      ({ theme, name }) =>
        html`<button key=${theme} type="button" aria-pressed=${theme === chosen} onClick=${() => choose(theme)}>
          ${name}
        </button>`,
    )}
  </div>`;
}
