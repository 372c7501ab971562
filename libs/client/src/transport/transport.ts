import { errorOf, localError, RagfleetError } from '../problem.ts';
import { formBlob } from './form-blob.ts';
import { pause } from './pause.ts';
import { trustJson } from './trust-json.ts';

export interface TransportOptions {
  /** Where the ingress listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly apiKey: string;
  /** For one attempt of one call; for a stream, until it begins. 30 s by default. */
  readonly timeoutMs?: number;
  /** Attempts of a call that may be repeated safely. 4 by default; 1 never repeats. */
  readonly maxAttempts?: number;
  readonly fetch?: typeof globalThis.fetch;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/v1/`. */
  readonly path: string;
  /** Of an array, each value is sent under the same name. */
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Instead of a body: fields and files, read as they are sent. */
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one attempt, instead of the transport's own limit. */
  readonly timeoutMs?: number;
  /** How much longer the fleet may take because it was asked to. */
  readonly heldMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** True when doing it twice does no harm. */
  readonly isRepeatable: boolean;
}

/** What is not 2xx is a RagfleetError, after the attempts that `isRepeatable` allows. */
export interface Transport {
  /** The JSON of the reply, as the contract types it. */
  read<Resource>(call: Call): Promise<Resource>;
  /** For replies that say nothing more. */
  send(call: Call): Promise<void>;
  /** Removes what is at the path. Where an attempt may have done it without a reply, the next one's `not-found` says that it did. */
  remove(call: Pick<Call, 'path' | 'signal'>): Promise<void>;
  /** The reply as soon as its head is there; its body lives as long as the caller reads. */
  open(call: Call): Promise<Response>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
/** Where the fleet asks for none. */
const LONGEST_PAUSE_MS = 10_000;
/** Whoever is told to wait longer than this decides itself. */
const LONGEST_RETRY_AFTER_MS = 30_000;
const NO_REPLY = 0;
const SERVER_ERROR = 500;

/** The one layer that retries: 429, 502 to 504 and lost connections, with the server's own delay or a growing random one. */
export function createTransport(options: TransportOptions): Transport {
  const readText = (call: Call): Promise<string> =>
    repeat(options, call, () => attempt(options, call, (response) => response.text()));
  return {
    read: async (call) => trustJson(await readText(call)),
    send: async (call) => void (await readText(call)),
    remove: (call) => remove(options, { ...call, method: 'DELETE', isRepeatable: true }),
    open: (call) => repeat(options, call, () => attempt(options, call, async (response) => response)),
  };
}

async function repeat<Reply>(
  { maxAttempts = DEFAULT_ATTEMPTS }: TransportOptions,
  call: Call,
  once: () => Promise<Reply>,
): Promise<Reply> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await once();
    } catch (error) {
      if (!mayRepeat(call, error) || attempts >= maxAttempts) throw error;
      await pause(pauseMs(attempts, error.retryAfterMs), call.signal);
    }
  }
}

async function remove(options: TransportOptions, call: Call): Promise<void> {
  let mayBeGone = false;
  await repeat(options, call, async () => {
    try {
      await attempt(options, call, (response) => response.text());
    } catch (error) {
      if (!(error instanceof RagfleetError)) throw error;
      if (mayBeGone && error.kind === 'not-found') return;
      mayBeGone ||= error.status === NO_REPLY || error.status >= SERVER_ERROR;
      throw error;
    }
  });
}

function mayRepeat(call: Call, error: unknown): error is RagfleetError {
  if (!call.isRepeatable || call.signal?.aborted === true) return false;
  if (!(error instanceof RagfleetError) || !error.isRetryable) return false;
  return (error.retryAfterMs ?? 0) <= LONGEST_RETRY_AFTER_MS;
}

/** One exchange, with its limit until `use` has what it wants of the reply. */
async function attempt<Wanted>(
  options: TransportOptions,
  call: Call,
  use: (response: Response) => Promise<Wanted>,
): Promise<Wanted> {
  const timeoutMs = (call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS) + (call.heldMs ?? 0);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(`No reply within ${timeoutMs} ms.`)), timeoutMs);
  try {
    const response = await exchange(options, call, limit.signal);
    if (!response.ok) throw await errorOf(response);
    return await use(response);
  } catch (cause) {
    call.signal?.throwIfAborted();
    if (cause instanceof RagfleetError) throw cause;
    const detail = `Nothing answered at ${options.url}, or it broke off. Is the fleet running, and is the address right?`;
    throw localError('no-reply', 'No reply', detail, cause);
  } finally {
    clearTimeout(timer);
  }
}

function exchange(options: TransportOptions, call: Call, limit: AbortSignal): Promise<Response> {
  const send = options.fetch ?? globalThis.fetch;
  return send(urlOf(options.url, call), {
    method: call.method,
    headers: headersOf(options.apiKey, call),
    signal: AbortSignal.any([limit, ...(call.signal === undefined ? [] : [call.signal])]),
    redirect: 'error',
    ...bodyOf(call),
  });
}

// fetch takes the Content-Type of a form, with its boundary, from its Blob.
function bodyOf({ body, form }: Call): { readonly body?: string | Blob } {
  if (form !== undefined) return { body: formBlob(form) };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

function urlOf(base: string, call: Call): URL {
  const url = new URL(base.replace(/\/+$/, '') + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

function headersOf(apiKey: string, call: Call): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
  };
}

/** Full jitter, so that clients that failed together do not return together; never sooner than the fleet asked. */
function pauseMs(attempt: number, retryAfterMs: number | undefined): number {
  const growing = Math.min(LONGEST_PAUSE_MS, Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
  return Math.max(retryAfterMs ?? 0, growing);
}
