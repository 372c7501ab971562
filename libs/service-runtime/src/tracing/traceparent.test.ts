import { expect, it } from 'vitest';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

it('reads a traceparent, and writes it as it was', () => {
  const sampled = `00-${TRACE}-${SPAN}-01`;
  expect(parseTraceparent(sampled)).toEqual({ traceId: TRACE, spanId: SPAN, isSampled: true });
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-00`)?.isSampled).toBe(false);
  expect(formatTraceparent({ traceId: TRACE, spanId: SPAN, isSampled: true })).toBe(sampled);
});

it('reads a later version, which may have more at its end', () => {
  expect(parseTraceparent(`01-${TRACE}-${SPAN}-03-what-comes-later`)?.isSampled).toBe(true);
});

it.each([
  '',
  'nonsense',
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-01-more`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `01-${TRACE}-${SPAN}-01-${'x'.repeat(300)}`,
])('takes %j for none', (header) => {
  expect(parseTraceparent(header)).toBeNull();
});
