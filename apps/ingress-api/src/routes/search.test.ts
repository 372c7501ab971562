import { expect, it } from 'vitest';
import type { RawRequest } from '../http/route.ts';
import { caller } from './admission.test-data.ts';
import { type SearchPorts, searchRoute } from './search.ts';

it('says of itself that it is not available, and not of some store that its outcome is unknown', async () => {
  const ports = {
    levelInForce: async () => ({ level: 'full' }),
    answerSettings: { recent: async () => ({ guards: {} }) },
    searchPassages: async () => ({ isAvailable: false, passages: [] }),
    bookSearch: async () => undefined,
    desk: { countRequest: async () => undefined },
    auditTrail: { note: async () => undefined },
  };
  const { answer } = searchRoute(ports as unknown as SearchPorts);
  if (answer.kind !== 'handler') throw new TypeError('A page searches nothing.');
  const request: RawRequest = {
    caller,
    params: {},
    query: {},
    body: { query: 'leave' },
    requestId: 'r',
    signal: new AbortController().signal,
    stopping: new AbortController().signal,
    header: () => undefined,
    audit: async () => undefined,
    withinBudget: (work) => work,
  };
  await expect(answer.handle(request)).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'Search is not available now. Try again.',
    isOutcomeKnown: true,
  });
});
