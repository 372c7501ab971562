import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { ProblemNotice } from '../parts/notice.js';
import { countOf, formatShare } from '../parts/format.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';

/** @typedef {import('../api/resources.ts').Ingestion} Ingestion */

const TYPES = '.txt,.md,.html,.pdf,.docx,.jsonl';

/**
 * Files on their way: first the bytes, then what the fleet makes of them.
 * @param {{ onFinished: (() => void) | null }} properties null: for a key that may not read what becomes of them.
 */
export function Upload({ onFinished }) {
  const { me } = useSession();
  const { send, progress, ingestion, isBusy, problem } = useUpload(onFinished);
  const [files, setFiles] = useState(/** @type {readonly File[]} */ ([]));
  const [namespace, setNamespace] = useState(me.namespaces[0] ?? '');
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (files.length > 0) void send(files, namespace);
  };
  const pick = (/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
    setFiles([...(event.currentTarget.files ?? [])]);
  return html`<form class="panel upload" aria-labelledby="upload-title" onSubmit=${submit}>
    <h2 id="upload-title">Add files</h2>
    <div class="options">
      <div class="field grow">
        <label for="files">Files</label>
        <input id="files" type="file" multiple required accept=${TYPES} aria-describedby="files-hint" onChange=${pick} />
        <p class="hint" id="files-hint">txt, md, html, pdf, docx, jsonl; 50 MB each. The same name again is a new version.</p>
      </div>
      <div class="field">
        <label for="upload-namespace">Into namespace</label>
        <input
          id="upload-namespace"
          list="known-namespaces"
          pattern="[A-Za-z0-9_.\\-]{1,64}"
          value=${namespace}
          onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) => setNamespace(event.currentTarget.value.trim())}
        />
      </div>
    </div>
    <${ProblemNotice} problem=${problem} />
    <button type="submit" class="primary" disabled=${isBusy}>${isBusy ? 'Working…' : 'Upload'}</button>
    ${progress !== null && html`<${Progress} share=${progress} ingestion=${ingestion} isFollowed=${onFinished !== null} />`}
  </form>`;
}

/** @param {(() => void) | null} onFinished */
function useUpload(onFinished) {
  const { api } = useSession();
  const [progress, setProgress] = useState(/** @type {number | null} */ (null));
  const [ingestion, setIngestion] = useState(/** @type {Ingestion | null} */ (null));
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const upload = useCallback(
    async (/** @type {readonly File[]} */ files, /** @type {string} */ namespace) => {
      const { signal } = leaving.current;
      setIngestion(null);
      setProgress(0);
      try {
        const accepted = await api.upload({ files, namespace, onProgress: setProgress, signal });
        setProgress(1);
        setIngestion(accepted);
        if (onFinished === null) return;
        for await (const { data } of api.ingestionEvents(accepted.id, signal)) {
          setIngestion(data);
        }
        // The last event counts; the resource also says what was wrong with which file.
        setIngestion(await api.ingestion(accepted.id));
        onFinished();
      } catch (error) {
        setProgress(null);
        throw error;
      }
    },
    [api, onFinished],
  );
  const { run, isBusy, problem } = useAction(upload);
  return { send: run, progress, ingestion, isBusy, problem };
}

/** @param {{ share: number, ingestion: Ingestion | null, isFollowed: boolean }} properties */
function Progress({ share, ingestion, isFollowed }) {
  if (ingestion !== null && !isFollowed) {
    return html`<p class="small" role="status">Accepted. This key may not read what becomes of it.</p>`;
  }
  const failed = ingestion?.documents?.filter(({ status }) => status === 'failed') ?? [];
  const value = ingestion === null ? share : shareDone(ingestion);
  return html`<div class="progress">
    <label for="upload-progress">${ingestion === null ? 'Sending' : 'Reading and embedding'}</label>
    <progress id="upload-progress" max="1" value=${value}>${formatShare(value)}</progress>
    <p class="small" role="status">${ingestion === null ? formatShare(share) : wordsOf(ingestion)}</p>
    ${
      failed.length > 0 &&
      html`<ul class="notice bad">
      ${failed.map(({ document_id: id, error }) => html`<li key=${id}><code>${id}</code> ${error}</li>`)}
    </ul>`
    }
  </div>`;
}

/** @param {Ingestion} ingestion */
function shareDone({ status, counts: { total, pending } }) {
  if (status === 'finished' || status === 'failed') return 1;
  return total === 0 ? 0 : (total - pending) / total;
}

/** @param {Ingestion} ingestion */
function wordsOf({ status, counts }) {
  const { total, embedded, unchanged, failed } = counts;
  const parts = [`${embedded} of ${countOf(total, 'document')} embedded`];
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (failed > 0) parts.push(`${failed} failed`);
  return `${status === 'finished' ? 'Finished: ' : ''}${parts.join(', ')}.`;
}
