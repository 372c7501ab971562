import { describe, expect, it, vi } from 'vitest';
import { ASKED, bench } from './answer-question.fixture.ts';
import type { Telemetry } from '../ports/operations.ts';
import { openQueryContext, type QueryContext } from './query-context.ts';

const away = new Error('away');
const left = new Error('The caller has left.');

describe('a step', () => {
  const begun = (signal: AbortSignal) => {
    const at = bench([]);
    let nowMs = 0;
    const clock = { ...at.ports.clock, monotonicMs: () => nowMs };
    const failures: unknown[] = [];
    const telemetry: Telemetry = {
      ...at.ports.telemetry,
      span: (step, fromMs, toMs, failure) => {
        at.ports.telemetry.span(step, fromMs, toMs);
        failures.push(failure?.error);
      },
    };
    const run = openQueryContext({ ...at.ports, clock, telemetry }, ASKED, { signal, emit: () => undefined });
    return { at, run, failures, pass: (ms: number) => void (nowMs += ms) };
  };

  it.each<[string, (run: QueryContext, work: () => string) => Promise<string>]>([
    ['that waits', (run, work) => run.step('embed', async () => work())],
    ['that waits for nothing', async (run, work) => run.stepNow('embed', work)],
  ])('%s does not begin for a caller who has left, and counts when it fails', async (_, take) => {
    const work = vi.fn<() => string>(() => 'done');
    const gone = begun(AbortSignal.abort(left));
    await expect(take(gone.run, work)).rejects.toBe(left);
    expect(work).not.toHaveBeenCalled();
    expect(gone.at.spans).toEqual([]);

    const { at, run, failures, pass } = begun(new AbortController().signal);
    expect(await take(run, work)).toBe('done');
    const failing = take(run, () => {
      pass(7);
      throw away;
    });
    await expect(failing).rejects.toThrow('away');
    expect(at.spans).toEqual(['embed', 'embed']);
    expect(failures).toEqual([undefined, away]);
    expect(run.timings()).toMatchObject({ embed: 7, search: 0, total: 7 });
  });
});

describe('what a question costs', () => {
  it('includes calls that failed and were charged, and what is reserved for those that were cut', () => {
    const at = bench([]);
    const { signal } = new AbortController();
    const run = openQueryContext(at.ports, ASKED, { signal, emit: () => undefined });
    const { onFailedCall, onUnsettled } = run.account();
    onFailedCall?.({ inputUsd: 0.01, outputUsd: 0.002 });
    onUnsettled?.(0.3);
    expect(run.cost()).toMatchObject({
      inputUsd: 0.01,
      outputUsd: 0.002,
      unsettledUsd: 0.3,
      totalUsd: 0.312,
    });
  });
});

it('says what a run has cost without the calls of one purpose', () => {
  const listener = { signal: new AbortController().signal, emit: () => undefined };
  const run = openQueryContext(bench([]).ports, ASKED, listener);
  const usage = { inputTokens: 1_000, outputTokens: 100 };
  run.usage.calls.push({ purpose: 'rewrite', model: 'gpt-4o', usage });
  const rewritten = run.cost();
  run.usage.calls.push({ purpose: 'answer', model: 'gpt-4o', usage });
  expect(rewritten.totalUsd).toBeGreaterThan(0);
  expect(run.cost('rewrite').totalUsd).toBe(rewritten.totalUsd);
  expect(run.cost().totalUsd).toBeCloseTo(2 * rewritten.totalUsd, 9);
});
