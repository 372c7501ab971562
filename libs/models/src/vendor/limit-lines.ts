import { Fault } from '@ragfleet/kernel';
import type { Dispatcher } from 'undici';

/** An event says a few words. Whoever reads a stream holds the line that has not ended, several times over. */
const MAX_LINE_BYTES = 1_048_576;
const NEWLINE = 10;

/** Counts the line that has not ended; true when it is longer than any event may be. */
export function createLineLimit(maxBytes = MAX_LINE_BYTES): (chunk: Uint8Array) => boolean {
  let lineBytes = 0;
  return (chunk) => {
    const end = chunk.lastIndexOf(NEWLINE);
    lineBytes = end === -1 ? lineBytes + chunk.byteLength : chunk.byteLength - end - 1;
    return lineBytes > maxBytes;
  };
}

export const tooLarge = (): Fault =>
  new Fault('unavailable', 'The model provider sent more than any reply may be.');

/** Breaks off an event stream, sent as it is, one of whose lines is longer than any event may be. */
export const limitLines: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, limited(handler));

function limited(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  let isTooLong: ((chunk: Uint8Array) => boolean) | null = null;
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (controller, status, headers, message) => {
      const isPlain = headers['content-encoding'] === undefined;
      if (isPlain && isEventStream(headers['content-type'])) isTooLong = createLineLimit();
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseData: (controller, chunk) => {
      if (isTooLong?.(chunk) === true) controller.abort(tooLarge());
      else handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

export const isEventStream = (contentType: string | readonly string[] | null | undefined): boolean =>
  String(contentType).startsWith('text/event-stream');
