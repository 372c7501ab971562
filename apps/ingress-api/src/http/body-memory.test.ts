import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { createBodyMemory } from './body-memory.ts';

describe('body memory', () => {
  it('refuses what does not fit any more, and takes it when something has ended', () => {
    const memory = createBodyMemory(10);
    const held = memory.reserve(8);
    expect(() => memory.reserve(3)).toThrow(expect.toSatisfy((error) => isFault(error, 'overloaded')));
    memory.reserve(2);
    held[Symbol.dispose]();
    memory.reserve(8);
    expect(() => memory.reserve(1)).toThrow('Too many large requests');
  });
});
