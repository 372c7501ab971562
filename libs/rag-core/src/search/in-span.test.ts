import { expect, it } from 'vitest';
import type { SearchTelemetry } from '../ports/operations.ts';
import { inSpan } from './in-span.ts';

const away = new Error('away');

it('ends the span of work that fails, and of work that does not, at its own time', async () => {
  const spans: Parameters<SearchTelemetry['span']>[] = [];
  const telemetry = { span: (...span: Parameters<SearchTelemetry['span']>) => void spans.push(span) };
  const { promise, resolve } = Promise.withResolvers<string>();
  const found = inSpan(telemetry, 'search', () => promise);
  expect(spans).toEqual([]);
  resolve('found');
  expect(await found).toBe('found');
  await expect(inSpan(telemetry, 'recheck', () => Promise.reject(away))).rejects.toBe(away);
  expect(spans.map(([step, , , failure]) => [step, failure])).toEqual([
    ['search', undefined],
    ['recheck', { error: away }],
  ]);
  for (const [, fromMs, toMs] of spans) expect(toMs).toBeGreaterThanOrEqual(fromMs);
});

it('ends the span of work that throws at once, and rejects', async () => {
  const failures: unknown[] = [];
  const telemetry: Pick<SearchTelemetry, 'span'> = {
    span: (_step, _fromMs, _toMs, failure) => void failures.push(failure),
  };
  const found = inSpan(telemetry, 'search', () => {
    throw away;
  });
  await expect(found).rejects.toBe(away);
  expect(failures).toEqual([{ error: away }]);
});
