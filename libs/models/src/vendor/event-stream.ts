import { Fault } from '@ragfleet/kernel';

/** A reply of another type is somebody else's: a proxy's page, a whole answer where a stream was asked for. Its request is ended. */
export function requireEventStream(headers: Headers, request: AbortController): void {
  const type = headers.get('content-type') ?? '';
  if (/^text\/event-stream\b/i.test(type)) return;
  request.abort();
  throw new Fault('unavailable', 'The model provider did not send a stream. Check its address.');
}
