import { expect, it } from 'vitest';
import { inSpan } from './in-span.ts';

const away = new Error('away');

it('ends the span of work that fails, and of work that does not, at its own time', async () => {
  const spans: [string, number, number][] = [];
  const telemetry = { span: (...span: [string, number, number]) => void spans.push(span) };
  const { promise, resolve } = Promise.withResolvers<string>();
  const found = inSpan(telemetry, 'search', () => promise);
  expect(spans).toEqual([]);
  resolve('found');
  expect(await found).toBe('found');
  await expect(inSpan(telemetry, 'recheck', () => Promise.reject(away))).rejects.toBe(away);
  expect(spans.map(([step]) => step)).toEqual(['search', 'recheck']);
  for (const [, fromMs, toMs] of spans) expect(toMs).toBeGreaterThanOrEqual(fromMs);
});
