import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { tellingOfLosses } from './span-exporter.ts';

type Spans = Parameters<SpanExporter['export']>[0];

const SENT = { code: ExportResultCode.SUCCESS };
const spans = (count: number): Spans => Array.from<Spans[number]>({ length: count });

it('tells of spans that were lost once a minute, with all since it last told, and of none that arrived', () => {
  let isAway = true;
  let nowMs = 0;
  const told: [number, string][] = [];
  const ended: ExportResultCode[] = [];
  const inner: SpanExporter = {
    export: (_spans, done) =>
      done(isAway ? { code: ExportResultCode.FAILED, error: new Error('connect ECONNREFUSED') } : SENT),
    shutdown: () => Promise.resolve(),
  };
  const exporter = tellingOfLosses(
    inner,
    (...loss) => void told.push(loss),
    () => nowMs,
  );
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
  expect(told).toEqual([
    [3, 'connect ECONNREFUSED'],
    [15, 'connect ECONNREFUSED'],
  ]);
  expect(ended).toEqual(Array.from({ length: 5 }, () => ExportResultCode.SUCCESS));
});
