import { Fault, isFault, textWithin } from '@ragfleet/kernel';
import { z } from 'zod';

/** How requests are sent: the platform's `fetch`, or a test's. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface GptCacheCalls {
  put(prompt: string, answer: string): Promise<void>;
  /** null where it has nothing near, and where what it says cannot be read. */
  get(prompt: string): Promise<string | null>;
}

export interface GptCacheCallsOptions {
  readonly url: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
}

/** A reference with a vector of 4,096 numbers is 6 kB; the prompt comes back beside it. */
const MAX_REPLY_BYTES = 64 * 1_024;

const found = z.object({ answer: z.string().nullish() });

/** The two calls of a GPTCache server: each one request with one deadline, nothing retried. */
export function createGptCacheCalls(options: GptCacheCallsOptions): GptCacheCalls {
  const post = (path: string, body: object): Promise<string> => postJson(options, path, body);
  return {
    put: async (prompt, answer) => {
      await post('put', { prompt, answer });
    },
    get: async (prompt) => {
      const reply = found.safeParse(jsonOf(await post('get', { prompt })));
      return reply.data?.answer ?? null;
    },
  };
}

async function postJson(
  { url, fetch, timeoutMs }: GptCacheCallsOptions,
  path: string,
  body: object,
): Promise<string> {
  try {
    const response = await fetch(new URL(path, withSlash(url)).href, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      // Questions go to the address that was configured and to no other.
      redirect: 'error',
    });
    // Nothing that we stored is too long.
    if (response.ok) return (await textWithin(response.body, MAX_REPLY_BYTES)) ?? '';
    await response.body?.cancel();
    throw refused(response.status);
  } catch (error) {
    throw translated(error);
  }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const refused = (status: number): Fault =>
  status >= 500 || status === 429
    ? new Fault('unavailable', 'GPTCache has a fault of its own. Look at its log.')
    : new Fault('internal', 'GPTCache does not know this call. Check GPTCACHE_URL.');

function translated(error: unknown): Fault {
  if (isFault(error)) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new Fault('timeout', 'GPTCache did not answer in time.', { cause: error });
  return new Fault('unavailable', 'GPTCache cannot be reached. Check GPTCACHE_URL and that it runs.', {
    cause: error,
  });
}
