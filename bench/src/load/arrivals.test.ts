import { expect, test, vi } from 'vitest';
import { createArrivals } from './arrivals.ts';

test('a webhook is waited for until it has arrived itself', async () => {
  const arrivals = createArrivals();
  let hasArrived = false;
  const arrival = arrivals.arrived('one', 60_000).then(() => (hasArrived = true));
  arrivals.tell('other');
  await new Promise(setImmediate);
  expect(hasArrived).toBe(false);
  arrivals.tell('one');
  expect(await arrival).toBe(true);
});

test('one that never arrives is said by its id when its time is over, and not before', async () => {
  vi.useFakeTimers();
  try {
    let said = '';
    const arrival = createArrivals()
      .arrived('lost', 1_000)
      .catch((error: unknown) => (said = String(error)));
    await vi.advanceTimersByTimeAsync(999);
    expect(said).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    await arrival;
    expect(said).toContain('The webhook of lost has not arrived');
  } finally {
    vi.useRealTimers();
  }
});

test('whoever has what was waited for holds no timer any more', async () => {
  vi.useFakeTimers();
  try {
    const arrivals = createArrivals();
    const arrival = arrivals.arrived('one', 60_000);
    arrivals.tell('one');
    await arrival;
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
