import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { BrandMark } from '../parts/brand-mark.js';
import { ProblemNotice } from '../parts/notice.js';
import { ThemeSwitch } from '../parts/theme-switch.js';

/**
 * @param {{ signIn: (key: string) => Promise<void>, isChecking: boolean,
 *   problem: import('../api/problem.js').Problem | null }} properties
 */
export function SignIn({ signIn, isChecking, problem }) {
  const [key, setKey] = useState('');
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (key.trim() !== '') void signIn(key.trim());
  };
  return html`
    <header class="top plain">
      <span class="brand"><${BrandMark} />Ragfleet</span>
      <${ThemeSwitch} />
    </header>
    <main class="sign-in">
      <h1>Ask your documents</h1>
      <p class="lead">Answers that show where they come from.</p>
      <form class="panel stack" onSubmit=${submit}>
        <div class="field">
          <label for="key">API key</label>
          <input
            id="key"
            type="password"
            autocomplete="off"
            spellcheck="false"
            required
            value=${key}
            aria-describedby="key-hint"
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) => setKey(event.currentTarget.value)}
          />
          <p class="hint" id="key-hint">Stays in this tab, and goes when you sign out or close it.</p>
        </div>
        <${ProblemNotice} problem=${problem} />
        <button type="submit" class="primary" disabled=${isChecking}>
          ${isChecking ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      <p class="small">
        No key? An administrator makes one with <code>POST /v1/api-keys</code>: see the
        ${' '}<a href="/docs/">API reference</a>.
      </p>
    </main>
  `;
}
