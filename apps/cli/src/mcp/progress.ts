import type { QueryEvent } from '@ragfleet/client';
import type { ServerContext } from '@modelcontextprotocol/server';
import { cutText } from './cut-text.ts';

/** Tokens come every 20-40 ms; nobody reads faster than this. */
const EVERY_MS = 250;
const MESSAGE_CHARACTERS = 2_000;

/**
 * What tells a client of one call how its query gets on: its place, then the answer as it grows, each piece once. Says
 * nothing to a client that gave no progress token.
 */
export function createProgress(
  { mcpReq }: Pick<ServerContext, 'mcpReq'>,
  nowMs: () => number = performance.now.bind(performance),
): (event: QueryEvent) => Promise<void> {
  // oxlint-disable-next-line no-underscore-dangle -- the protocol's own name
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => Promise.resolve();
  let progress = 0;
  let unsaid = '';
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const say = (message: string): Promise<void> => {
    progress += 1;
    unsaid = '';
    const params = { progressToken, progress, message: cutText(message, MESSAGE_CHARACTERS) };
    return mcpReq.notify({ method: 'notifications/progress', params });
  };
  return async (event) => {
    if (event.type === 'status') await say(statusText(event.data));
    else if (event.type === 'reset') await say('The answer starts over.');
    else if (event.type === 'token') {
      unsaid += event.data.text;
      if (nowMs() - saidAtMs < EVERY_MS) return;
      saidAtMs = nowMs();
      await say(unsaid);
    }
  };
}

function statusText({ status, queue_position }: Extract<QueryEvent, { type: 'status' }>['data']): string {
  if (status !== 'queued') return status === 'running' ? 'The question is being answered.' : status;
  return queue_position === undefined
    ? 'The question waits.'
    : `The question waits, place ${queue_position}.`;
}
