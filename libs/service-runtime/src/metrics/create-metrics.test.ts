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

  it('sums and counts observations by their labels, each bucket with those below it', async () => {
    for (const value of [0.5, 0.6, 2, 2.1]) metrics.observe('seconds', { stage: 'embed' }, value);
    const lines = (await metrics.render()).split('\n').filter((line) => line.includes('stage="embed"'));
    expect(lines).toEqual([
      'seconds_bucket{le="0.5",stage="embed"} 1',
      'seconds_bucket{le="2",stage="embed"} 3',
      'seconds_bucket{le="+Inf",stage="embed"} 4',
      'seconds_sum{stage="embed"} 5.2',
      'seconds_count{stage="embed"} 4',
    ]);
  });

  it('shows what was measured for this exposition', async () => {
    let asked = 0;
    metrics.beforeRender(async () => metrics.set('depth', {}, (asked += 1)));
    expect(await metrics.render()).toContain('depth 1');
    expect(await metrics.render()).toContain('depth 2');
  });

  it('refuses a label that is not declared, and what is no number', () => {
    expect(() => metrics.observe('seconds', { stages: 'x' }, 1)).toThrow(/stages/);
    expect(() => metrics.observe('seconds', { stage: 'x' }, Number.NaN)).toThrow(/seconds/);
  });

  it('refuses to use a metric as another kind', () => {
    expect(() => metrics.count('depth')).toThrow(/depth/);
  });
});
