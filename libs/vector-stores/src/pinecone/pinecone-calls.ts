import { AsyncLocalStorage } from 'node:async_hooks';
import { Fault, type FaultKind } from '@ragfleet/kernel';

/** What one call to the SDK needs to know of its own HTTP exchange. */
interface Call {
  readonly signal: AbortSignal;
  /** The last reply that was not a success. */
  refused: { readonly status: number; readonly retryAfterMs: number | undefined } | null;
}

export interface PineconeCalls {
  /** Hand this to the SDK as its `fetch`. */
  readonly fetch: typeof fetch;
  /** Runs one SDK call under the signal; whatever it throws comes out as a Fault. */
  run<Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result>;
}

/** The SDK takes no signal and hides the status code: both travel beside the call. */
export function createPineconeCalls(): PineconeCalls {
  const calls = new AsyncLocalStorage<Call>();
  return {
    async fetch(input, init) {
      const call = calls.getStore();
      const response = await fetch(input, call === undefined ? init : { ...init, signal: call.signal });
      if (call !== undefined && !response.ok)
        call.refused = { status: response.status, retryAfterMs: retryAfterMs(response) };
      return response;
    },
    async run(signal, run) {
      signal.throwIfAborted();
      const call: Call = { signal, refused: null };
      try {
        return await calls.run(call, run);
      } catch (error) {
        throw faultOf(call, error);
      }
    },
  };
}

function faultOf({ signal, refused }: Call, cause: unknown): Fault {
  if (signal.aborted && signal.reason instanceof Fault) return signal.reason;
  if (signal.aborted)
    return new Fault('canceled', 'The search was canceled while it waited for Pinecone.', { cause });
  if (refused === null)
    return new Fault('unavailable', 'Pinecone is out of reach. Check the network and try again.', { cause });
  const { kind, message } = meaningOf(refused.status);
  return new Fault(kind, message, {
    cause,
    ...(refused.retryAfterMs === undefined ? {} : { retryAfterMs: refused.retryAfterMs }),
  });
}

function meaningOf(status: number): { kind: FaultKind; message: string } {
  if (status === 401 || status === 403)
    return { kind: 'internal', message: 'Pinecone refused the key. Check PINECONE_API_KEY.' };
  if (status === 404)
    return { kind: 'internal', message: 'Pinecone has no such index. Check PINECONE_INDEX.' };
  if (status === 402)
    return { kind: 'internal', message: 'Pinecone wants payment. Look at the plan of this project.' };
  if (status === 408) return { kind: 'timeout', message: 'Pinecone did not answer in time. Try again.' };
  if (status === 429)
    return { kind: 'rate-limited', message: 'Pinecone is over its request quota. Wait, or raise the quota.' };
  if (status >= 500)
    return { kind: 'unavailable', message: 'Pinecone is failing. Try again; its status page tells more.' };
  return { kind: 'internal', message: 'Pinecone refused the request.' };
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
