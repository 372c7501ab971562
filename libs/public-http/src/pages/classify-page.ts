import { Fault, isFault } from '@ragfleet/kernel';
import { failureReason } from '../exchange/failure-reason.ts';

const MAX_RETRY_AFTER_MS = 86_400_000;

const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/plain',
  'text/markdown',
  'text/x-markdown',
  'application/pdf',
]);

/** The content type of a page that may become a document. Fault `unsupported-media-type` for any other. */
export function requireMediaType(contentType: string | string[] | undefined): string {
  const mediaType = String(contentType ?? '').trim();
  const [essence = ''] = mediaType.split(';');
  if (MEDIA_TYPES.has(essence.trim().toLowerCase())) return mediaType;
  throw new Fault('unsupported-media-type', 'The page is neither HTML nor text, Markdown or PDF.');
}

/** Why a status is no page. 404 and 410 are not asked here: they are an answer. */
export function statusFault(status: number, retryAfter: string | string[] | undefined): Fault {
  const said = `The server answers ${status}.`;
  if (status === 401 || status === 403)
    return new Fault('forbidden', `${said} The page needs a sign-in, or refuses machines.`);
  const isPassing = status >= 500 || status === 429 || status === 408;
  if (!isPassing) return new Fault('invalid-input', `${said} Check the address.`);
  const retryAfterMs = retryAfterMsOf(retryAfter);
  return new Fault('unavailable', said, retryAfterMs === null ? {} : { retryAfterMs });
}

/** Only the form in seconds: a server's date would have to be believed. */
function retryAfterMsOf(header: string | string[] | undefined): number | null {
  const text = String(header ?? '');
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS) : null;
}

/** A failure without a status as a Fault; `timeUp` tells our own limit from the server's. */
export function failureFault(error: unknown, timeUp: AbortSignal): Fault {
  if (timeUp.aborted) return new Fault('timeout', 'The page did not come in time.', { cause: error });
  if (isFault(error, 'too-large', 'unsupported-media-type', 'unavailable', 'invalid-input')) return error;
  if (isFault(error, 'forbidden'))
    return new Fault('forbidden', 'The address of the page is not public.', { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(HPE_|Z_|ERR_(?!TLS))/.test(code))
    return new Fault('corrupt', 'The server’s reply cannot be read.', { cause: error });
  return new Fault('unavailable', `The page cannot be reached: ${failureReason(error)}.`, { cause: error });
}
