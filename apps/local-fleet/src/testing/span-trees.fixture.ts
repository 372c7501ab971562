import type { ReceivedSpan } from '@ragfleet/test-support';

/** A trace as lines of `parent > name`, in the order of its spans' arrival; `caller` and `nobody` stand above what has no span of the fleet above it. */
export function edgesOf(spans: readonly ReceivedSpan[], callerSpanId: string): string[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return spans.map(({ name, parentSpanId }) => {
    if (parentSpanId === null) return `nobody > ${name}`;
    const parent = parentSpanId === callerSpanId ? 'caller' : names.get(parentSpanId);
    return `${parent ?? 'lost'} > ${name}`;
  });
}
