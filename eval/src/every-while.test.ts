import { expect, it } from 'vitest';
import { everyWhile } from './every-while.ts';

it('says no more than a line in five seconds', () => {
  const said: string[] = [];
  let nowMs = 0;
  const tell = everyWhile(
    (line) => void said.push(line),
    () => nowMs,
  );
  for (; nowMs < 16_000; nowMs += 1_000) tell(`after ${nowMs} ms`);
  expect(said).toEqual(['after 5000 ms', 'after 10000 ms', 'after 15000 ms']);
});
