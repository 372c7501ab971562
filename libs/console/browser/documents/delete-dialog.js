import { useCallback, useEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { ProblemNotice } from '../parts/notice.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';

/**
 * Asks before what cannot be taken back. The browser keeps the focus inside, and gives it back.
 * @param {{ document: import('../api/resources.ts').Document, onDeleted: () => void, close: () => void }} properties
 */
export function DeleteDialog({ document, onDeleted, close }) {
  const { api } = useSession();
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  const remove = useCallback(async () => {
    await api.deleteDocument(document.id);
    onDeleted();
    dialog.current?.close();
  }, [api, document, onDeleted]);
  const { run, isBusy, problem } = useAction(remove);
  return html`<dialog ref=${dialog} aria-labelledby="delete-title" onClose=${close}>
    <h2 id="delete-title">Delete “${document.title}”?</h2>
    <p>No search and no cached answer will serve it any more. This cannot be taken back.</p>
    <${ProblemNotice} problem=${problem} />
    <div class="row end">
      <button type="button" onClick=${() => dialog.current?.close()}>Keep it</button>
      <button type="button" class="danger" disabled=${isBusy} onClick=${run}>${isBusy ? 'Deleting…' : 'Delete'}</button>
    </div>
  </dialog>`;
}
