import { expect, it } from 'vitest';
import { parseEvent } from '../api/read-events.js';
import type { Query, QueryEvent } from '../api/resources.ts';
import { follow, startOf, withStatus } from './follow-query.js';

const queued = { id: 'q_1', status: 'queued', queue_position: 3, result: null } as unknown as Query;
const event = (type: QueryEvent['type'], data: unknown) => ({ type, data }) as QueryEvent;
const after = (...events: ReturnType<typeof event>[]) => events.reduce(follow, startOf(queued));

it('follows a question from its place in the lane to its answer', () => {
  const running = after(event('status', { status: 'running' }), event('token', { text: 'Nine ', run: 1 }));
  expect(running).toMatchObject({ status: 'running', position: null, text: 'Nine ', query: null });
  const done = {
    ...queued,
    status: 'succeeded',
    result: { answer: 'Nine days [1].', citations: [{ index: 1 }] },
  };
  expect(follow(running, event('done', done))).toMatchObject({
    status: 'succeeded',
    text: 'Nine days [1].',
    citations: [{ index: 1 }],
    query: { id: 'q_1' },
  });
});

it('keeps the place in the lane while it waits', () => {
  expect(startOf(queued).position).toBe(3);
  expect(after(event('status', { status: 'queued', queue_position: 2 })).position).toBe(2);
  expect(after(event('status', { status: 'queued' })).position).toBe(3);
  const running = after(event('status', { status: 'running' }));
  expect(running.position).toBeNull();
  expect(withStatus(running, { status: 'queued', queue_position: 1 })).toBe(running);
});

it('drops what was said before a reset, and what an earlier run still says', () => {
  const known = after(
    event('token', { text: 'Wrong', run: 1 }),
    event('citation', { index: 1 }),
    event('reset', { run: 2, reason: 'fallback' }),
    event('token', { text: ' late', run: 1 }),
    event('token', { text: 'Right', run: 2 }),
  );
  expect(known).toMatchObject({ text: 'Right', citations: [], restarts: 1 });
});

it('reads an event with its id, and a heartbeat as nothing', () => {
  expect(parseEvent('id: 5-0\nevent: token\ndata: {"text":"a: b","run":1}')).toEqual({
    id: '5-0',
    type: 'token',
    data: { text: 'a: b', run: 1 },
  });
  expect(parseEvent(': heartbeat')).toBeNull();
});
