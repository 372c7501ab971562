import { Fault } from '@ragfleet/kernel';
import type { EventStreams } from '../http/event-stream.ts';

/**
 * What follows a query by its events here is told what to do instead: a gateway hands a reply on when it is whole, and
 * a function that waited for the end of a query would be paid for the wait. Fault `not-built` (501).
 */
export const refuseEventStreams: EventStreams = {
  send: () =>
    Promise.reject(
      new Fault(
        'not-built',
        'This address cannot stream. Poll the resource itself, ask with Prefer: wait=25, or name a callback.',
      ),
    ),
};
