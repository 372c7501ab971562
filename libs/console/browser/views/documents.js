import { useCallback, useState } from 'preact/hooks';
import { DeleteDialog } from '../documents/delete-dialog.js';
import { DocumentTable } from '../documents/document-table.js';
import { Upload } from '../documents/upload.js';
import { html } from '../html.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { may, useSession } from '../session.js';
import { usePages } from '../use-pages.js';

/** @typedef {import('../api/resources.ts').Document} Document */

/** What the answers come from, and a way to add to it for who may. A key may add and not read. */
export function Documents() {
  const { me } = useSession();
  return may(me, 'read')
    ? html`<${Library} />`
    : html`<h1>Documents</h1>
        <${Upload} onFinished=${null} />`;
}

function Library() {
  const { api, me } = useSession();
  const [namespace, setNamespace] = useState('');
  const [doomed, setDoomed] = useState(/** @type {Document | null} */ (null));
  const load = useCallback(
    (/** @type {string | null} */ after) => api.documents({ namespace, after }),
    [api, namespace],
  );
  const { items, hasMore, isLoading, problem, more, reload } = usePages(load, [api, namespace]);
  const mayWrite = may(me, 'write');
  return html`
    <div class="heading">
      <h1>Documents</h1>
      <${NamespaceFilter} choose=${setNamespace} />
    </div>
    ${mayWrite && html`<${Upload} onFinished=${reload} />`}
    <${ProblemNotice} problem=${problem} />
    ${items.length === 0 && !isLoading && problem === null && html`<${Empty} title="No documents here." />`}
    ${items.length > 0 && html`<${DocumentTable} documents=${items} remove=${mayWrite ? setDoomed : null} />`}
    ${isLoading && html`<${Loading} text="Loading documents…" />`}
    ${hasMore && html`<button type="button" onClick=${more} disabled=${isLoading}>Show more</button>`}
    ${
      doomed !== null &&
      html`<${DeleteDialog} document=${doomed} onDeleted=${reload} close=${() => setDoomed(null)} />`
    }
  `;
}

/** @param {{ choose: (namespace: string) => void }} properties */
function NamespaceFilter({ choose }) {
  const { me } = useSession();
  const known = [...new Set(['public', ...me.namespaces])];
  const pick = (/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
    choose(event.currentTarget.value.trim());
  return html`<div class="field">
    <label for="namespace-filter">Namespace</label>
    <input id="namespace-filter" list="known-namespaces" placeholder="All" pattern="[A-Za-z0-9_.\\-]{1,64}" onChange=${pick} />
    <datalist id="known-namespaces">${known.map((name) => html`<option key=${name} value=${name} />`)}</datalist>
  </div>`;
}
