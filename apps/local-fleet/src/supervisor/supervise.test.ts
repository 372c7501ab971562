import { expect, test, vi } from 'vitest';
import type { SupervisorEvents } from './contract.ts';
import { fakeProcess } from './fake-process.fixture.ts';
import { startStage, stopStages } from './stages.ts';
import { supervise } from './supervise.ts';

const FAST = { firstMs: 1, longestMs: 4, healthyAfterMs: 60_000 };

function recordedEvents() {
  const crashes: number[] = [];
  const events: SupervisorEvents = {
    onCrash: (_name, _code, restartInMs) => crashes.push(restartInMs),
    onUp: () => undefined,
  };
  return { crashes, events };
}

test('starts a process again that ended by itself', async () => {
  const process = fakeProcess('a');
  const supervised = supervise(process.spec, recordedEvents().events, FAST);
  await supervised.start();
  expect(supervised.pid()).toBe(1);
  process.crash();
  await vi.waitFor(() => expect(supervised.pid()).toBe(2));
  await supervised.stop(10);
  expect(supervised.pid()).toBeNull();
});

test('waits longer each time, up to a limit', async () => {
  const process = fakeProcess('a');
  const { crashes, events } = recordedEvents();
  const supervised = supervise(process.spec, events, FAST);
  await supervised.start();
  for (let crash = 1; crash <= 4; crash += 1) {
    process.crash();
    await vi.waitFor(() => expect(supervised.pid()).toBe(crash + 1));
  }
  expect(crashes).toEqual([1, 2, 4, 4]);
  await supervised.stop(10);
});

test('keeps trying while the restart itself fails', async () => {
  let remaining = 0;
  const process = fakeProcess('a', [], () => remaining-- > 0);
  const supervised = supervise(process.spec, recordedEvents().events, FAST);
  await supervised.start();
  remaining = 3;
  process.crash();
  await vi.waitFor(() => expect(supervised.pid()).toBe(2));
  await supervised.stop(10);
});

test('a first start that fails is thrown and not repeated', async () => {
  const supervised = supervise(fakeProcess('a', [], () => true).spec, recordedEvents().events, FAST);
  await expect(supervised.start()).rejects.toThrow('does not start');
  await supervised.stop(10);
});

test('a first start that is kept up with is repeated as a restart is', async () => {
  let remaining = 3;
  const process = fakeProcess('a', [], () => remaining-- > 0);
  const { crashes, events } = recordedEvents();
  const supervised = supervise(process.spec, events, FAST);
  await supervised.keepStarting();
  expect(supervised.pid()).toBe(1);
  expect(crashes).toEqual([1, 2, 4]);
  await supervised.stop(10);
});

test('a stop ends what is kept up with', async () => {
  const process = fakeProcess('a', [], () => true);
  const { crashes, events } = recordedEvents();
  const supervised = supervise(process.spec, events, { ...FAST, firstMs: 60_000, longestMs: 60_000 });
  const started = supervised.keepStarting();
  await vi.waitFor(() => expect(crashes).toEqual([60_000]));
  await supervised.stop(10);
  await started;
  expect(supervised.pid()).toBeNull();
});

test('a stop is final, also in the middle of a restart', async () => {
  const process = fakeProcess('a');
  const supervised = supervise(process.spec, recordedEvents().events, {
    ...FAST,
    firstMs: 60_000,
    longestMs: 60_000,
  });
  await supervised.start();
  process.crash();
  await vi.waitFor(() => expect(supervised.pid()).toBeNull());
  await supervised.stop(10);
  expect(process.starts()).toBe(1);
});

test('stops stages in reverse order, and what did start when another did not', async () => {
  const journal: string[] = [];
  const { events } = recordedEvents();
  const store = supervise(fakeProcess('store', journal).spec, events, FAST);
  const app = supervise(fakeProcess('app', journal).spec, events, FAST);
  const broken = supervise(fakeProcess('broken', journal, () => true).spec, events, FAST);
  await startStage([store]);
  await expect(startStage([broken, app])).rejects.toThrow('does not start');
  await stopStages([[store], [broken, app]], 10);
  expect(journal).toEqual(['start store', 'start app', 'stop app', 'stop store']);
});
