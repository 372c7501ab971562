import { systemClock } from '@ragfleet/kernel';
import { expect, test } from 'vitest';
import type { JobOutcome } from './contract.ts';
import { createLastChances } from './last-chances.ts';
import type { QueryJobRun } from './run-query-job.ts';

const jobOf = (queryId: string, isLastChance: boolean): QueryJobRun => ({
  lane: 'normal',
  job: { tenantId: 'alder', queryId, deadlineAtMs: 60_000 },
  enqueuedAtMs: 0,
  isLastAttempt: false,
  isLastChance,
  handBack: new AbortController().signal,
});

/** Runs that end when they are told to. */
function stage() {
  const running = new Map<string, () => void>();
  const run = createLastChances({
    clock: { ...systemClock, nowMs: () => 10_000 },
    random: () => 0.5,
    run: ({ job }) =>
      new Promise<JobOutcome>((resolve) => running.set(job.queryId, () => resolve({ kind: 'ended' }))),
  });
  const begun = async (queryId: string): Promise<void> => expect.poll(() => running.has(queryId)).toBe(true);
  return { run, running, begun };
}

test('jobs whose workers have not died as often as is forgiven run beside each other', async () => {
  const { run, running, begun } = stage();
  void run(jobOf('one', false));
  void run(jobOf('two', false));
  await begun('one');
  await begun('two');
  expect(running.size).toBe(2);
});

test('of those with their last chance one runs, and the others go back for a while', async () => {
  const { run, running, begun } = stage();
  const first = run(jobOf('first', true));
  await expect(run(jobOf('second', true))).resolves.toEqual({ kind: 'postponed', untilMs: 12_500 });
  expect(running.size, 'nothing begins before the others have left').toBe(0);
  await begun('first');
  expect([...running.keys()]).toEqual(['first']);
  running.get('first')?.();
  await expect(first).resolves.toEqual({ kind: 'ended' });
});

test('the next one has its chance when it has ended, and another job is not kept waiting', async () => {
  const { run, running, begun } = stage();
  const first = run(jobOf('first', true));
  void run(jobOf('other', false));
  await begun('other');
  await begun('first');
  running.get('first')?.();
  await first;
  const second = run(jobOf('second', true));
  await begun('second');
  running.get('second')?.();
  await expect(second).resolves.toEqual({ kind: 'ended' });
});
