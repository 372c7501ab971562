import { describe, expect, it } from 'vitest';
import { createBodyMemory } from './body-memory.ts';

const refusedAs = (kind: 'rate-limited' | 'overloaded'): Error =>
  expect.objectContaining({ kind, retryAfterMs: 1_000 }) as Error;

describe('body memory', () => {
  it('refuses what does not fit any more, and takes it when something has ended', () => {
    const memory = createBodyMemory({
      maxBytes: 10,
      perTenantBytes: 10,
      keptForSmallBytes: 0,
      smallBytes: 0,
    });
    const held = memory.reserve('acme', 8);
    expect(() => memory.reserve('globex', 3)).toThrow(refusedAs('overloaded'));
    memory.reserve('globex', 2);
    held[Symbol.dispose]();
    memory.reserve('acme', 8);
    expect(() => memory.reserve('globex', 1)).toThrow('Too many large requests');
  });

  it('leaves to other tenants what is beyond the share of one', () => {
    const memory = createBodyMemory({ maxBytes: 10, perTenantBytes: 5, keptForSmallBytes: 0, smallBytes: 0 });
    const held = memory.reserve('acme', 4);
    expect(() => memory.reserve('acme', 2)).toThrow(refusedAs('rate-limited'));
    memory.reserve('globex', 4);
    held[Symbol.dispose]();
    memory.reserve('acme', 5);
  });

  it('keeps a part for small bodies, of the whole and of each share', () => {
    const memory = createBodyMemory({ maxBytes: 12, perTenantBytes: 7, keptForSmallBytes: 2, smallBytes: 1 });
    memory.reserve('acme', 5);
    expect(() => memory.reserve('acme', 2)).toThrow(refusedAs('rate-limited'));
    memory.reserve('globex', 5);
    expect(() => memory.reserve('initech', 2)).toThrow(refusedAs('overloaded'));
    memory.reserve('acme', 1);
    memory.reserve('globex', 1);
    expect(() => memory.reserve('initech', 1)).toThrow(refusedAs('overloaded'));
  });
});
