import { Problem, problemOf } from './problem.js';
import { requireSendable } from './send.js';

const UPLOAD_MS = 300_000;

/**
 * Sends files with progress, which fetch cannot tell.
 * @param {string} key
 * @param {{ files: readonly File[], namespace: string, onProgress: (share: number) => void, signal: AbortSignal }} upload
 * @returns {Promise<import('./resources.ts').Ingestion>}
 */
export function uploadFiles(key, { files, namespace, onProgress, signal }) {
  requireSendable(key);
  const form = new FormData();
  // Fields go first: they hold for the files behind them.
  if (namespace !== '') form.append('namespace', namespace);
  for (const file of files) form.append('files', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/documents');
    request.setRequestHeader('authorization', `Bearer ${key}`);
    request.timeout = UPLOAD_MS;
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    });
    request.addEventListener('load', () => {
      const { status, responseText: text } = request;
      if (status === 202) return resolve(JSON.parse(text));
      const requestId = request.getResponseHeader('x-request-id');
      reject(problemOf({ status, text, requestId, retryAfter: request.getResponseHeader('retry-after') }));
    });
    request.addEventListener('error', () => reject(brokenOff()));
    request.addEventListener('timeout', () => reject(brokenOff()));
    request.addEventListener('abort', () => reject(new DOMException('The view was left.', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

const brokenOff = () =>
  new Problem({
    status: 0,
    title: 'The upload broke off',
    detail: 'Send the files again: those that arrived before are found to be unchanged.',
  });
