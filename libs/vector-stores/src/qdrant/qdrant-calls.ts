import { Fault, type FaultKind } from '@ragfleet/kernel';
import { QdrantClient, QdrantClientResourceExhaustedError } from '@qdrant/js-client-rest';
import { serverAddress } from './server-address.ts';

export type QdrantApi = ReturnType<QdrantClient['api']>;

export interface QdrantCalls {
  /** The operations of Qdrant's document; they take a signal, which the client's own methods do not. */
  readonly api: QdrantApi;
  /** Runs one call under the signal; whatever it throws comes out as a Fault. */
  run<Data>(
    signal: AbortSignal,
    call: (init: { signal: AbortSignal }) => Promise<{ readonly data: { readonly result?: Data } }>,
  ): Promise<Data>;
}

/** @param url of Qdrant; its port is 6333 unless it names one. */
export function createQdrantCalls(url: string, apiKey?: string): QdrantCalls {
  const client = new QdrantClient({
    ...serverAddress(url),
    ...(apiKey === undefined ? {} : { headers: { 'api-key': apiKey } }),
    // The client's own timer would take the place of the caller's signal, and its check of the version waits for nobody.
    timeout: Number.POSITIVE_INFINITY,
    checkCompatibility: false,
  });
  return {
    api: client.api(),
    async run(signal, call) {
      signal.throwIfAborted();
      try {
        const { data } = await call({ signal });
        if (data.result !== undefined) return data.result;
      } catch (error) {
        throw faultOf(signal, error);
      }
      throw new Fault('unavailable', 'Qdrant gave an answer without a result. Try again.');
    },
  };
}

function faultOf(signal: AbortSignal, cause: unknown): Fault {
  if (signal.aborted && signal.reason instanceof Fault) return signal.reason;
  if (signal.aborted)
    return new Fault('canceled', 'The call was canceled while it waited for Qdrant.', { cause });
  const status = statusOf(cause);
  if (status === null)
    return new Fault(
      'unavailable',
      'Qdrant is out of reach. Check QDRANT_URL and the network, and try again.',
      {
        cause,
      },
    );
  const { kind, message } = meaningOf(status);
  return new Fault(kind, message, { cause });
}

/**
 * Null when no answer came. Of `Retry-After` the client keeps the first digit alone, and throws where that is no
 * number: the header says that it is 429 and no more.
 */
function statusOf(error: unknown): number | null {
  if (error instanceof QdrantClientResourceExhaustedError) return 429;
  if (error instanceof Error && error.message.startsWith('Invalid retryAfter')) return 429;
  if (!(error instanceof Error) || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

function meaningOf(status: number): { kind: FaultKind; message: string } {
  if (status === 401 || status === 403)
    return { kind: 'internal', message: 'Qdrant refused the key. Check QDRANT_API_KEY.' };
  if (status === 404)
    return {
      kind: 'internal',
      message:
        'Qdrant lost the collection. Restart this process, and fill the new one with `ragfleet vectors refill`.',
    };
  if (status === 408) return { kind: 'timeout', message: 'Qdrant did not answer in time. Try again.' };
  if (status === 413) return { kind: 'internal', message: 'Qdrant takes no request of this size.' };
  if (status === 429)
    return { kind: 'rate-limited', message: 'Qdrant is over its rate limit. Wait, or raise the limit.' };
  if (status >= 500)
    return { kind: 'unavailable', message: 'Qdrant is failing. Look at its log and try again.' };
  return { kind: 'internal', message: 'Qdrant refused the request.' };
}
