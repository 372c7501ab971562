import { errorOf, localError, RagfleetError } from '../problem.ts';
import { formBlob } from './form-blob.ts';
import { pause } from './pause.ts';
import { trustJson } from './trust-json.ts';

export interface TransportOptions {
  /** Where the ingress listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly apiKey: string;
  /** For one attempt of one call; a stream has no limit of its own. 30 s by default. */
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
  readonly signal?: AbortSignal | undefined;
  /** True when doing it twice does no harm. */
  readonly isRepeatable: boolean;
  /** No time limit on the body: it lives as long as the caller reads. */
  readonly isStream?: boolean;
}

export interface Transport {
  /** The reply of a 2xx. Everything else is a RagfleetError, after the attempts that `isRepeatable` allows. */
  send(call: Call): Promise<Response>;
  /** The same, with its JSON as the contract types it. */
  read<Resource>(call: Call): Promise<Resource>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** The one layer that retries: 429, 503 and lost connections, with the server's own delay or a growing random one. */
export function createTransport(options: TransportOptions): Transport {
  const maxAttempts = options.maxAttempts ?? DEFAULT_ATTEMPTS;
  const transport: Transport = {
    async send(call) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await attemptOnce(options, call);
        } catch (error) {
          const mayRepeat = call.isRepeatable && error instanceof RagfleetError && error.isRetryable;
          if (!mayRepeat || attempt >= maxAttempts || call.signal?.aborted === true) throw error;
          await pause(pauseMs(attempt, error.retryAfterMs), call.signal);
        }
      }
    },
    read: async (call) => trustJson(await (await transport.send(call)).text()),
  };
  return transport;
}

async function attemptOnce(options: TransportOptions, call: Call): Promise<Response> {
  const send = options.fetch ?? globalThis.fetch;
  const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const signals = [
    ...(call.signal === undefined ? [] : [call.signal]),
    ...(call.isStream === true ? [] : [AbortSignal.timeout(timeoutMs)]),
  ];
  let response: Response;
  try {
    response = await send(urlOf(options.url, call), {
      method: call.method,
      headers: headersOf(options.apiKey, call),
      signal: AbortSignal.any(signals),
      redirect: 'error',
      ...bodyOf(call),
    });
  } catch (cause) {
    if (call.signal?.aborted === true) throw cause;
    throw localError(
      'no-reply',
      'No reply',
      `Nothing answered at ${options.url}. Is the fleet running, and is the address right?`,
      cause,
    );
  }
  if (!response.ok) throw await errorOf(response);
  return response;
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
    accept: call.isStream === true ? 'text/event-stream' : 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
  };
}

/** Full jitter, so that clients that failed together do not return together. */
function pauseMs(attempt: number, retryAfterMs: number | undefined): number {
  const growing = Math.random() * FIRST_PAUSE_MS * 2 ** attempt;
  return Math.min(LONGEST_PAUSE_MS, Math.max(retryAfterMs ?? 0, growing));
}
