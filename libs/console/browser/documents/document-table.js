import { html } from '../html.js';
import { formatBytes, formatCount, formatTime } from '../parts/format.js';

/** @typedef {import('../api/resources.ts').Document} Document */

/**
 * @param {{ documents: readonly Document[], remove: ((document: Document) => void) | null }} properties `remove` is
 *   null for who may not
 */
export function DocumentTable({ documents, remove }) {
  return html`<table class="cards" aria-label="Documents">
    <thead>
      <tr>
        <th scope="col">Title</th>
        <th scope="col">Namespace</th>
        <th scope="col" class="amount">Passages</th>
        <th scope="col" class="amount">Size</th>
        <th scope="col">Changed</th>
        ${remove !== null && html`<th scope="col"><span class="sr-only">Actions</span></th>`}
      </tr>
    </thead>
    <tbody>
      ${documents.map((document) => html`<${Row} key=${document.id} document=${document} remove=${remove} />`)}
    </tbody>
  </table>`;
}

/** @param {{ document: Document, remove: ((document: Document) => void) | null }} properties */
function Row({ document, remove }) {
  const { id, title, namespace, department, chunks, size_bytes: sizeBytes, updated_at: updatedAt } = document;
  return html`<tr>
    <th scope="row">
      <span class="cell-title">${title}</span>
      <span class="small">${id}</span>
    </th>
    <td data-label="Namespace">
      <span class="badge">${namespace}</span>
      ${department !== null && html`<span class="small cell-note">department ${department}</span>`}
    </td>
    <td data-label="Passages" class="amount">${formatCount(chunks)}</td>
    <td data-label="Size" class="amount">${formatBytes(sizeBytes)}</td>
    <td data-label="Changed"><time datetime=${updatedAt}>${formatTime(updatedAt)}</time></td>
    ${
      remove !== null &&
      html`<td class="actions">
      <button type="button" class="quiet" aria-label=${`Delete ${title}`} onClick=${() => remove(document)}>Delete</button>
    </td>`
    }
  </tr>`;
}
