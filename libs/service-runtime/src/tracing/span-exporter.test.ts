import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { tellingOfLosses } from './span-exporter.ts';

type Spans = Parameters<SpanExporter['export']>[0];

const SENT = { code: ExportResultCode.SUCCESS };
const spans = (count: number): Spans => Array.from<Spans[number]>({ length: count });

it('counts spans that were lost at once, tells of them once a minute, and of none that arrived', () => {
  let isAway = true;
  let nowMs = 0;
  const told: [number, string][] = [];
  const counted: number[] = [];
  const ended: ExportResultCode[] = [];
  const inner: SpanExporter = {
    export: (_spans, done) =>
      done(isAway ? { code: ExportResultCode.FAILED, error: new Error('connect ECONNREFUSED') } : SENT),
    shutdown: () => Promise.resolve(),
  };
  const exporter = tellingOfLosses(inner, {
    onLost: (count) => void counted.push(count),
    tell: (...loss) => void told.push(loss),
    nowMs: () => nowMs,
  });
  const send = (count: number, atMs: number): void => {
    nowMs = atMs;
    exporter.export(spans(count), ({ code }) => void ended.push(code));
  };

  send(3, 0);
  send(4, 30_000);
  send(5, 59_999);
  send(6, 60_000);
  isAway = false;
  send(7, 180_000);
  expect(counted).toEqual([3, 4, 5, 6]);
  expect(told).toEqual([
    [3, 'connect ECONNREFUSED'],
    [15, 'connect ECONNREFUSED'],
  ]);
  expect(ended).toEqual(Array.from({ length: 5 }, () => ExportResultCode.SUCCESS));
});
