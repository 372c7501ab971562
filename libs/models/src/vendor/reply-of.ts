import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { unpackedBody } from './unpacked-body.ts';

/** No body belongs to these, not even an empty one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);
/** After its last event a stream has its end left to send. One that goes on is cut here, and its connection with it. */
const DRAIN_BYTES = 16_384;
const DRAIN_MS = 1_000;

/** A reply of undici as the SDKs read replies. */
export function replyOf({ statusCode, headers, body }: Dispatcher.ResponseData, maxBytes: number): Response {
  const init = { status: statusCode, headers: pairsOf(headers) };
  if (WITHOUT_BODY.has(statusCode)) {
    drain(body);
    return new Response(null, init);
  }
  const unpacked = unpackedBody(body, headers, maxBytes);
  const leave = (isBrokenOff: boolean): void => {
    if (unpacked === body && !isBrokenOff) drain(body);
    else unpacked.destroy();
  };
  return new Response(webStreamOf(unpacked, leave), init);
}

function pairsOf(headers: Dispatcher.ResponseData['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
}

/** Readers leave a stream at its last event: to close the connection over what follows would cost the next call a new one. */
function drain(body: Dispatcher.ResponseData['body']): void {
  // A timer that is taken back: a signal of its own would fire a second later, for nobody.
  const timer = setTimeout(() => body.destroy(), DRAIN_MS).unref();
  body.once('close', () => clearTimeout(timer));
  body.dump({ limit: DRAIN_BYTES }).catch(() => undefined);
}

/**
 * As it is read, all that has come by then in one piece: what arrives together is often several events, and a reader's work
 * for a piece is the same for one as for many. `leave` is called when the reader goes before the end: a reader with a reason
 * breaks off, one without has all that it came for.
 */
function webStreamOf(body: Readable, leave: (isBrokenOff: boolean) => void): ReadableStream<Uint8Array> {
  const pass = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if ((controller.desiredSize ?? 0) <= 0) return;
    const piece: unknown = body.read();
    if (piece instanceof Uint8Array) controller.enqueue(piece);
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      body.on('readable', () => pass(controller));
      body.once('end', () => controller.close());
      body.once('error', (error) => controller.error(error));
    },
    pull: pass,
    cancel: (reason: unknown) => {
      body.removeAllListeners('readable').removeAllListeners('end');
      leave(reason !== undefined);
    },
  });
}
