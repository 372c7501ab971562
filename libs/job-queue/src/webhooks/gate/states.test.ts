import { expect, it } from 'vitest';
import { createStates } from './states.ts';

it('forgets what is in no use, longest unasked first, and only then what is', () => {
  let made = 0;
  const busy = new Set<number>();
  const states = createStates({
    create: () => ++made,
    isInUse: (state: number) => busy.has(state),
    maxNames: 2,
  });
  const [first, second] = [states.of('a'), states.of('b')];
  busy.add(first);
  states.of('c');
  expect(states.of('a')).toBe(first);
  expect(states.of('b')).not.toBe(second);
  for (const state of [1, 2, 3, 4, 5, 6]) busy.add(state);
  states.of('d');
  states.of('e');
  expect(states.of('e')).toBe(made);
});
