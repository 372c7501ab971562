import { useEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { BrandMark } from './parts/brand-mark.js';
import { ThemeSwitch } from './parts/theme-switch.js';
import { may, mayAsk, useSession } from './session.js';
import { useRoute } from './use-route.js';
import { Ask } from './views/ask.js';
import { Deliveries } from './views/deliveries.js';
import { Documents } from './views/documents.js';
import { History } from './views/history.js';
import { Overview } from './views/overview.js';
import { Service } from './views/service.js';

/** @typedef {import('./api/resources.ts').Me} Me */

/** What the menu offers, and to whom: nobody sees a view that would be refused. */
const VIEWS = [
  { path: 'ask', name: 'Ask', view: Ask, isFor: mayAsk },
  { path: 'history', name: 'History', view: History, isFor: mayAsk },
  {
    path: 'documents',
    name: 'Documents',
    view: Documents,
    isFor: (/** @type {Me} */ me) => may(me, 'read') || may(me, 'write'),
  },
  { path: 'overview', name: 'Overview', view: Overview, isFor: (/** @type {Me} */ me) => may(me, 'read') },
  {
    path: 'deliveries',
    name: 'Webhooks',
    view: Deliveries,
    isFor: (/** @type {Me} */ me) => may(me, 'admin'),
  },
  {
    path: 'service',
    name: 'Service',
    view: Service,
    isFor: (/** @type {Me} */ me) => me.kind === 'operator' || may(me, 'admin'),
  },
];

/** The frame around every view: who is here, the menu, and the view that the address names. */
export function Shell() {
  const { me, signOut } = useSession();
  const [name = '', ...rest] = useRoute();
  const views = VIEWS.filter(({ isFor }) => isFor(me));
  const current = views.find(({ path }) => path === name) ?? views[0];
  const main = useFocusOnChange(current?.path);
  useEffect(() => {
    document.title = current === undefined ? 'Ragfleet' : `${current.name} · Ragfleet`;
  }, [current]);
  return html`
    <a class="skip" href="#main" onClick=${focusMain}>Skip to content</a>
    <header class="top">
      <a class="brand" href="#/"><${BrandMark} />Ragfleet</a>
      <p class="who">
        <span class="who-name">${me.principal_id}</span>
        <span class="badge">${me.role ?? me.kind}</span>
      </p>
      <${ThemeSwitch} />
      <button type="button" class="quiet" onClick=${signOut}>Sign out</button>
    </header>
    <nav class="menu" aria-label="Console">
      <ul>
        ${views.map(
          ({ path, name: title }) => html`<li key=${path}>
            <a href=${`#/${path}`} aria-current=${path === current?.path ? 'page' : undefined}>${title}</a>
          </li>`,
        )}
      </ul>
    </nav>
    <main id="main" tabindex="-1" ref=${main}>
      ${current === undefined ? html`<${NothingHere} />` : html`<${current.view} key=${current.path} rest=${rest} />`}
    </main>
    <footer class="foot"><a href="/docs/">API reference</a><a href="/openapi.json">OpenAPI</a></footer>
  `;
}

function NothingHere() {
  return html`<h1>Nothing to see</h1>
    <p>This key may not ask, read, write or administer. Ask your administrator for one that may.</p>`;
}

/**
 * A change of view moves the focus there, so that a screen reader begins to read it.
 * @param {string | undefined} path
 */
function useFocusOnChange(path) {
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== path) main.current?.focus({ preventScroll: true });
    if (shown.current !== path) window.scrollTo(0, 0);
    shown.current = path;
  }, [path]);
  return main;
}

/** The hash is the address of a view: the link must not change it. @param {Event} event */
function focusMain(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
