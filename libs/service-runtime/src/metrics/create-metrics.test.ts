import { describe, expect, it } from 'vitest';
import { createMetrics } from './create-metrics.ts';

const metrics = createMetrics({
  finished: { name: 'finished_total', help: 'Finished.', kind: 'counter', labels: ['tenant'] },
  depth: { name: 'depth', help: 'Depth.', kind: 'gauge', labels: [] },
  seconds: { name: 'seconds', help: 'Seconds.', kind: 'histogram', labels: ['stage'], buckets: [0.5, 2] },
});

describe('createMetrics', () => {
  it('renders what was counted, set and observed, with the declared buckets', async () => {
    metrics.count('finished', { tenant: 'acme' });
    metrics.count('finished', { tenant: 'acme' }, 2);
    metrics.set('depth', {}, 7);
    metrics.observe('seconds', { stage: 'search' }, 1);
    const text = await metrics.render();
    expect(text).toContain('finished_total{tenant="acme"} 3');
    expect(text).toContain('depth 7');
    expect(text).toContain('seconds_bucket{le="2",stage="search"} 1');
    expect(text).toContain('seconds_bucket{le="0.5",stage="search"} 0');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('refuses to use a metric as another kind', () => {
    expect(() => metrics.count('depth')).toThrow(/depth/);
  });
});
