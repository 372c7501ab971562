import { randomBytes } from 'node:crypto';
import type { KeptRewriting, Rewritings } from '@ragfleet/rag-core';
import { expect, it, vi } from 'vitest';

/** What a follow-up became; `changes` replaces parts. */
export const keptRewriting = (changes: Partial<KeptRewriting> = {}): KeptRewriting => ({
  question: 'When is pay day of <PERSON_1> – “as ever”?',
  queryId: 'q_1',
  usage: { inputTokens: 200, outputTokens: 20 },
  ...changes,
});

const newId = (): string => randomBytes(16).toString('base64url');

/** Holds every memory of rewritten follow-ups to the port's promises. */
export function rewritingsContract(rewritings: () => Rewritings): void {
  it.each<[string, KeptRewriting]>([
    ['with what it used', keptRewriting()],
    [
      'with a part that the provider kept',
      keptRewriting({
        usage: { inputTokens: 9, outputTokens: 1, cachedInputTokens: 4, cacheWriteTokens: 2 },
      }),
    ],
    ['of no words', keptRewriting({ question: '' })],
  ])('comes back as it was kept, for its tenant alone: %s', async (_name, rewriting) => {
    const id = newId();
    expect(await rewritings().read('acme', id)).toBeNull();
    expect(await rewritings().keep('acme', id, rewriting, 60_000)).toEqual(rewriting);
    expect(await rewritings().read('acme', id)).toEqual(rewriting);
    expect(await rewritings().read('globex', id)).toBeNull();
    expect(await rewritings().read('acme', newId())).toBeNull();
  });

  it('stays the first one, whoever comes later or at once', async () => {
    const id = newId();
    const asked = ['q_1', 'q_2', 'q_3'].map((queryId) =>
      rewritings().keep('acme', id, keptRewriting({ queryId, question: `Of ${queryId}?` }), 60_000),
    );
    const [first, ...others] = await Promise.all(asked);
    expect(others).toEqual([first, first]);
    expect(await rewritings().read('acme', id)).toEqual(first);
  });

  it('leaves when its time is over', async () => {
    const id = newId();
    await rewritings().keep('acme', id, keptRewriting(), 20);
    await vi.waitFor(async () => expect(await rewritings().read('acme', id)).toBeNull());
    const next = keptRewriting({ queryId: 'q_2' });
    expect(await rewritings().keep('acme', id, next, 60_000)).toEqual(next);
  });
}
