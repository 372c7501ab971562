import { expect, test } from 'vitest';
import { createIngestPace, type IngestPaceOptions } from './ingest-pace.ts';

/** Work and rests on a clock that only they move. */
function openStage({
  share = 0.1,
  isAsked = true,
  ...options
}: Partial<IngestPaceOptions> & { isAsked?: boolean } = {}) {
  let nowMs = 0;
  const rested: number[] = [];
  const stage = {
    isAsked,
    rested,
    pass: (ms: number) => void (nowMs += ms),
    nowMs: () => nowMs,
  };
  const pace = createIngestPace({
    share,
    areAsked: async () => stage.isAsked,
    onRested: (ms) => rested.push(ms),
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    pause: async (ms) => stage.pass(ms),
    ...options,
  });
  const work = (ms: number) => pace.begin(async () => stage.pass(ms));
  const finish = (ms: number) => pace.finish(async () => stage.pass(ms));
  return { ...stage, stage, pace, work, finish };
}

test('works its share of the time while questions are asked', async () => {
  const { work, rested, nowMs } = openStage({ share: 0.1 });
  for (let piece = 0; piece < 20; piece += 1) await work(20);
  expect(rested).toEqual(Array.from({ length: 19 }, () => 180));
  expect(400 / (nowMs() + 180)).toBeCloseTo(0.1);
});

test('rests from nothing while nobody asks, and begins with what it works from then on', async () => {
  const { work, rested, stage } = openStage({ isAsked: false });
  await work(1_000);
  await work(1_000);
  expect(rested).toEqual([]);
  stage.isAsked = true;
  await work(20);
  await work(20);
  expect(rested).toEqual([180]);
});

test('works short pieces off together, before one rest for all of them', async () => {
  const { work, rested } = openStage();
  for (let piece = 0; piece < 4; piece += 1) await work(2);
  expect(rested).toEqual([54]);
});

test('counts the time that passes until the next piece as rest', async () => {
  const { work, rested, pass } = openStage();
  await work(20);
  pass(100);
  await work(20);
  pass(200);
  await work(20);
  expect(rested).toEqual([80]);
});

test('never rests longer than five seconds', async () => {
  const { work, rested } = openStage({ share: 0.01 });
  await work(30_000);
  await work(1);
  expect(rested).toEqual([5_000]);
});

test('rests from nothing with a share of one, and asks nobody', async () => {
  const areAsked = () => Promise.reject(new Error('Nobody has to know.'));
  const { work, rested } = openStage({ share: 1, areAsked });
  await work(1_000);
  await work(1_000);
  expect(rested).toEqual([]);
});

test('works one piece at a time beside questions, and all at once without', async () => {
  for (const isAsked of [true, false]) {
    const { pace } = openStage({ isAsked });
    let running = 0;
    let most = 0;
    const piece = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all([pace.begin(piece), pace.begin(piece), pace.begin(piece)]);
    expect(most).toBe(isAsked ? 1 : 3);
  }
});

test('ends what has begun without a rest, and rests for both together', async () => {
  const { work, finish, rested } = openStage();
  await work(20);
  await finish(10);
  expect(rested).toEqual([]);
  await work(1);
  expect(rested).toEqual([270]);
});

test('begins nothing while something is being ended', async () => {
  const { pace, work } = openStage();
  await work(1);
  const ending = Promise.withResolvers<void>();
  const finished = pace.finish(() => ending.promise);
  const began: string[] = [];
  const next = pace.begin(async () => void began.push('next'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(began).toEqual([]);
  ending.resolve();
  await finished;
  await next;
  expect(began).toEqual(['next']);
});

test('is slow from the first piece that it was asked beside, until one that nobody asked beside', async () => {
  const { pace, work, stage } = openStage({ isAsked: false });
  await work(1);
  expect(pace.isSlow).toBe(false);
  stage.isAsked = true;
  await work(1);
  expect(pace.isSlow).toBe(true);
  stage.isAsked = false;
  await work(1);
  expect(pace.isSlow).toBe(false);
});

test('goes on after a piece that fails, whose failure is its own', async () => {
  const { pace, work } = openStage();
  const failing = pace.begin(() => Promise.reject(new Error('No room.')));
  const next = work(1);
  await expect(failing).rejects.toThrow('No room.');
  await expect(next).resolves.toBeUndefined();
});

test('ends a rest when it has to hurry, and takes no other', async () => {
  const resting = Promise.withResolvers<void>();
  const { work, rested, pace, stage } = openStage({
    pause: async (_ms, signal) => {
      resting.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  });
  await work(1_000);
  const waiting = work(1_000);
  await resting.promise;
  pace.hurry();
  await waiting;
  await work(1_000);
  expect(rested).toEqual([0]);
  expect(stage.nowMs()).toBe(3_000);
});
