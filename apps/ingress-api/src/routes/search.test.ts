import { expect, it } from 'vitest';
import { type SearchPorts, searchRoute } from './search.ts';
import { rawRequest } from './raw-request.fixture.ts';

it('says of itself that it is not available, and not of some store that its outcome is unknown', async () => {
  const ports = {
    levelInForce: async () => ({ level: 'full' }),
    answerSettings: { recent: async () => ({ guards: {} }) },
    searchPassages: async () => ({ isAvailable: false, passages: [] }),
    bookSearch: async () => undefined,
    queryService: { countRequest: async () => undefined },
    auditTrail: { note: async () => undefined },
  };
  const { answer } = searchRoute(ports as unknown as SearchPorts);
  if (answer.kind !== 'handler') throw new TypeError('A page searches nothing.');
  const request = rawRequest({ body: { query: 'leave' } });
  await expect(answer.handle(request)).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'Search is not available now. Try again.',
    isOutcomeKnown: true,
  });
});
