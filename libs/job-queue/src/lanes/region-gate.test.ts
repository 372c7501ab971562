import type { Region } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import type { JobOutcome } from './contract.ts';
import { createRegionGate, MAX_REGION_REFUSALS } from './region-gate.ts';
import type { QueryJobRun } from './run-query-job.ts';

const NOW_MS = 1_000_000;
const clock = { nowMs: () => NOW_MS, monotonicMs: () => NOW_MS };

/** What becomes of a job in a worker of `here`, and how often it was told of as refused. */
async function outcomeOf(home: Region | null, here: Region | null, deadlineInMs = 300_000) {
  const refused: string[] = [];
  const ended: JobOutcome = { kind: 'ended' };
  const gate = createRegionGate({
    run: async () => ended,
    region: here,
    clock,
    onRefused: ({ job }) => refused.push(job.queryId),
  });
  const job: QueryJobRun = {
    lane: 'normal',
    job: { tenantId: 'acme', queryId: 'q_1', deadlineAtMs: NOW_MS + deadlineInMs, region: home },
    enqueuedAtMs: NOW_MS,
    isLastAttempt: false,
    isLastChance: false,
    handBack: new AbortController().signal,
  };
  return { outcome: await gate(job), refused };
}

it.each<[Region | null, Region | null]>([
  ['eu', 'eu'],
  [null, 'eu'],
  [null, null],
])('a job of %s runs in a worker of %s', async (home, here) => {
  expect(await outcomeOf(home, here)).toEqual({ outcome: { kind: 'ended' }, refused: [] });
});

it.each<[Region | null, Region | null]>([
  ['eu', 'us'],
  ['eu', null],
  ['uk', 'eu'],
])('a job of %s is put off by a worker of %s, and told of', async (home, here) => {
  const { outcome, refused } = await outcomeOf(home, here);
  expect(outcome).toEqual({ kind: 'postponed', untilMs: NOW_MS + 300_000 / MAX_REGION_REFUSALS });
  expect(refused).toEqual(['q_1']);
});

it('a short deadline is looked at again in 2 s, and never after it', async () => {
  expect((await outcomeOf('eu', 'us', 60_000)).outcome).toMatchObject({ untilMs: NOW_MS + 2_000 });
  expect((await outcomeOf('eu', 'us', 1_500)).outcome).toMatchObject({ untilMs: NOW_MS + 1_500 });
});

it('past its deadline a job of another region may be ended', async () => {
  expect(await outcomeOf('eu', 'us', 0)).toEqual({ outcome: { kind: 'ended' }, refused: [] });
});
