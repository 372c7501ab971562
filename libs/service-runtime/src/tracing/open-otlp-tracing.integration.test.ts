import { Fault } from '@ragfleet/kernel';
import { type CollectorDouble, startCollectorDouble } from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../config/read-config.ts';
import type { Service } from '../lifecycle/services.ts';
import type { SpanLoss, SpanStart, Tracing, TracingEars } from './contract.ts';
import { openTracing } from './open-tracing.ts';
import { tracingVariables } from './tracing-variables.ts';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const UNSAMPLED = CALLER.replace(/01$/, '00');
const CANARY = 'zqcanaryinaspan';

let collector: CollectorDouble;
beforeEach(async () => {
  collector = await startCollectorDouble();
});
afterEach(() => collector.stop());

interface Opened {
  readonly tracing: Tracing;
  readonly service: Service;
  readonly warnings: object[];
  /** Spans by why they were lost. */
  readonly lost: Record<SpanLoss, number>;
}

async function open(variables: Readonly<Record<string, string>> = {}): Promise<Opened> {
  const schema = z.object(tracingVariables);
  const config = readConfig(schema, { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, ...variables });
  const tracing = await openTracing(config, 'test-worker');
  const warnings: object[] = [];
  const warn = (fields: object): void => void warnings.push(fields);
  const lost = { 'not-taken': 0, 'queue-full': 0 };
  const metrics: TracingEars['metrics'] = {
    count: (_key, { reason } = {}, spans = 1) => {
      if (reason === 'not-taken' || reason === 'queue-full') lost[reason] += spans;
    },
  };
  return { tracing, service: tracing.service({ logger: { warn }, metrics }), warnings, lost };
}

const work = (name: string, kind: SpanStart['kind'] = 'internal'): SpanStart => ({ name, kind });
const GRACE_MS = 10_000;

describe('spans', () => {
  it('arrive as one tree under the caller, steps inside those that held them', async () => {
    const { tracing, service } = await open({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' });
    await tracing.continued(CALLER, work('process', 'consumer'), async (span) => {
      const now = performance.now();
      span?.tell({ ...work('chat', 'client'), fromMs: now + 2, toMs: now + 3, failure: 'rate-limited' });
      span?.tell({ ...work('generate'), fromMs: now + 1, toMs: now + 4, failure: null });
      await tracing.child(work('publish', 'producer'), () => Promise.resolve());
    });
    await service.stop(GRACE_MS);
    const spans = collector.spans();
    const named = (name: string) => spans.find((span) => span.name === name);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.slice(3, 35)]));
    expect(named('process')).toMatchObject({ parentSpanId: CALLER.slice(36, 52), kind: 5, failure: null });
    expect(named('generate')).toMatchObject({ parentSpanId: named('process')?.spanId, durationMs: 3 });
    expect(named('chat')).toMatchObject({
      parentSpanId: named('generate')?.spanId,
      failure: 'rate-limited',
      attributes: { 'error.type': 'rate-limited' },
    });
    expect(named('publish')).toMatchObject({ parentSpanId: named('process')?.spanId, kind: 4 });
    expect(named('process')?.service).toBe('test-worker');
  });

  it('say what kind of failure ended them, and none of its words', async () => {
    const { tracing, service } = await open();
    const failing = tracing.continued(CALLER, work('process'), () =>
      Promise.reject(new Fault('unavailable', CANARY, { cause: new Error(CANARY) })),
    );
    await expect(failing).rejects.toThrow(CANARY);
    const attributes = { question: CANARY, 'ragfleet.answer': CANARY };
    await tracing.continued(CALLER, { ...work('other'), attributes }, () => Promise.resolve());
    await service.stop(GRACE_MS);
    expect(collector.spans().map(({ failure }) => failure)).toEqual(['unavailable', null]);
    expect(collector.received()).not.toContain(CANARY);
  });

  it('OTEL_EXPORTER_OTLP_HEADERS and OTEL_SERVICE_NAME: what goes with the spans, and whose they are', async () => {
    const { tracing, service } = await open({
      OTEL_EXPORTER_OTLP_HEADERS: 'x-scope=fleet%20one',
      OTEL_SERVICE_NAME: 'renamed',
    });
    tracing.begin(work('request', 'server'), null)?.end();
    await service.stop(GRACE_MS);
    expect(collector.received()).toContain('"x-scope":"fleet one"');
    expect(collector.spans()[0]?.service).toBe('renamed');
  });
});

const askOnce = async (variables: Readonly<Record<string, string>>): Promise<void> => {
  const { tracing, service } = await open(variables);
  tracing.begin(work('request', 'server'), null)?.end();
  await service.stop(GRACE_MS);
};

describe('variables', () => {
  it('OTEL_EXPORTER_OTLP_ENDPOINT: where spans go; without it there are none', async () => {
    const other = await startCollectorDouble();
    await askOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: other.url });
    expect([other.spans().length, collector.spans().length]).toEqual([1, 0]);
    await other.stop();
    await askOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    expect(collector.spans()).toEqual([]);
  });

  it('OTEL_RESOURCE_ATTRIBUTES: what every span of the process says', async () => {
    await askOnce({});
    expect(collector.received()).not.toContain('deployment.environment.name');
    await askOnce({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging' });
    expect(collector.received()).toMatch(/deployment\.environment\.name.{0,60}staging/);
  });
});

describe('sampling', () => {
  it('follows the caller: what the caller does not record is no span, and nothing is inside it', async () => {
    const { tracing, service } = await open();
    expect(tracing.begin(work('request', 'server'), UNSAMPLED)).toBeNull();
    const inside = await tracing.continued(UNSAMPLED, work('process'), (span) =>
      Promise.resolve([span, tracing.current(), tracing.logFields?.()]),
    );
    expect(inside).toEqual([null, null, {}]);
    await tracing.child(work('alone'), () => Promise.resolve());
    await service.stop(GRACE_MS);
    expect(collector.spans()).toEqual([]);
  });

  it('OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG: the part of the traces that is recorded', async () => {
    const { tracing, service } = await open({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(tracing.begin(work('request', 'server'), null)).toBeNull();
    expect(tracing.begin(work('request', 'server'), CALLER)).not.toBeNull();
    await service.stop(GRACE_MS);
    const whole = await open({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1' });
    expect(whole.tracing.begin(work('request', 'server'), null)).not.toBeNull();
    await whole.service.stop(GRACE_MS);
  });

  it('gives logs the id of the trace, inside it alone', async () => {
    const { tracing, service } = await open();
    const span = tracing.begin(work('request', 'server'), null);
    const inside = span === null ? null : tracing.within(span, () => tracing.logFields?.());
    expect(inside).toEqual({ traceId: span?.traceId });
    expect(tracing.logFields?.()).toEqual({});
    await service.stop(GRACE_MS);
  });

  it('ends with its span: what the work has left behind is in no trace', async () => {
    const { tracing, service } = await open();
    const { promise: later, resolve } = Promise.withResolvers<void>();
    let left: Promise<unknown> = Promise.resolve();
    await tracing.continued(CALLER, work('process'), () => {
      left = later.then(() => [tracing.current(), tracing.logFields?.()]);
      return Promise.resolve();
    });
    resolve();
    expect(await left).toEqual([null, {}]);
    await service.stop(GRACE_MS);
  });
});

describe('a collector that takes nothing', () => {
  const traceMuch = async (tracing: Tracing): Promise<void> => {
    for (let count = 0; count < 5_000; count += 1)
      await tracing.continued(CALLER, work('process'), () => Promise.resolve());
  };

  it('is said once, and holds up neither work nor the stop', { timeout: 30_000 }, async () => {
    collector.behave('refusing');
    const { tracing, service, warnings, lost } = await open();
    await traceMuch(tracing);
    await vi.waitUntil(() => collector.requests() > 0, { timeout: 20_000 });
    await service.stop(500);
    // Nothing was sent while the spans were made, so that the queue held 2,048 of them.
    expect(lost['queue-full']).toBeGreaterThan(0);
    expect(lost['queue-full']).toBeLessThan(5_000);
    expect(collector.spans()).toEqual([]);
    expect(warnings.length).toBeLessThanOrEqual(1);
  });

  it('is counted for what it has refused for good, and told of with the reason', async () => {
    const { tracing, service, warnings, lost } = await open({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/elsewhere`,
    });
    tracing.begin(work('request', 'server'), null)?.end();
    await service.stop(GRACE_MS);
    expect(lost).toEqual({ 'not-taken': 1, 'queue-full': 0 });
    expect(warnings).toMatchObject([{ spans: 1, reason: expect.any(String) as string }]);
  });

  it('does not hold up the stop by being silent either', { timeout: 30_000 }, async () => {
    collector.behave('silent');
    const { tracing, service } = await open();
    await traceMuch(tracing);
    // By the deadline of the stop itself: the test would time out before the collector answered.
    await service.stop(500);
    expect(collector.spans()).toEqual([]);
  });
});
