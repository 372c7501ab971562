import { Fault } from '@ragfleet/kernel';
import type { AllowHosts } from '../addresses/allow-hosts.ts';
import { checkPublicUrl } from '../addresses/check-public-url.ts';
import type { PublicHttp, PublicReply } from '../exchange/contract.ts';
import { createPublicHttp } from '../exchange/create-public-http.ts';
import { failureFault, requireMediaType, statusFault } from './classify-page.ts';
import type { Page, PageValidators, ReadPage, ReadPageOptions } from './contract.ts';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const ACCEPT = 'text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf;q=0.9';

type Hop = Page | { readonly status: 'redirect'; readonly url: URL };

/** Reads web pages from public addresses. Nobody retries here: the next pass over the source does. */
export function createReadPage(options: ReadPageOptions): ReadPage {
  const http = createPublicHttp(options);
  return async (text, known, signal) => {
    const timeUp = AbortSignal.timeout(options.timeoutMs);
    const limit = AbortSignal.any([signal, timeUp]);
    try {
      let url = requirePublic(new URL(text), options.allowHosts);
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const hop = await readHop({ http, options, url, known }, limit);
        if (hop.status !== 'redirect') return hop;
        url = hop.url;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw failureFault(error, timeUp);
    }
    throw new Fault('invalid-input', `The page redirects more than ${MAX_REDIRECTS} times.`);
  };
}

interface HopRequest {
  readonly http: PublicHttp;
  readonly options: ReadPageOptions;
  readonly url: URL;
  readonly known: PageValidators;
}

function readHop({ http, options, url, known }: HopRequest, signal: AbortSignal): Promise<Hop> {
  const headers = {
    accept: ACCEPT,
    'accept-encoding': ACCEPTED_ENCODINGS,
    'user-agent': options.userAgent,
    ...(known.etag !== null && { 'if-none-match': known.etag }),
    ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
  };
  const request = { method: 'GET', url, headers, headersTimeoutMs: options.timeoutMs } as const;
  return http.exchange(request, (reply) => readReply(reply, url, options, signal), signal);
}

async function readReply(
  reply: PublicReply,
  url: URL,
  { allowHosts, maxBytes }: ReadPageOptions,
  signal: AbortSignal,
): Promise<Hop> {
  const { status, headers } = reply;
  // Ours to end: what is left of the body goes with the connection.
  reply.body.on('error', () => {});
  if (status === 304) return { status: 'unchanged' };
  if (status === 404 || status === 410) return { status: 'gone' };
  if (REDIRECTS.has(status)) return { status: 'redirect', url: redirectTarget(reply, url, allowHosts) };
  if (status !== 200) throw statusFault(status, headers['retry-after']);
  const mediaType = requireMediaType(headers['content-type']);
  const bytes = await readBody(reply, maxBytes, signal);
  const { etag, 'last-modified': lastModified } = headers;
  return { status: 'read', bytes, mediaType, etag: textOf(etag), lastModified: textOf(lastModified) };
}

function redirectTarget({ headers }: PublicReply, from: URL, allowHosts: AllowHosts): URL {
  const location = textOf(headers['location']);
  if (location === null || !URL.canParse(location, from.href))
    throw new Fault('invalid-input', 'The page redirects to nowhere.');
  const url = new URL(location, from);
  if (url.protocol !== from.protocol)
    throw new Fault('forbidden', 'The page redirects to another scheme. Name its final address.');
  return requirePublic(url, allowHosts);
}

function requirePublic(url: URL, allowHosts: AllowHosts): URL {
  if (checkPublicUrl(url, allowHosts) === null) return url;
  throw new Fault('forbidden', 'The address is not public.');
}

const textOf = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;
