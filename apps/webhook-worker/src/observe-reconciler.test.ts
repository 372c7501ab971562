import { METRICS } from '@ragfleet/contracts';
import { createMetrics } from '@ragfleet/service-runtime';
import { expect, it } from 'vitest';
import { observeReconciler } from './observe-reconciler.ts';

it('tells in seconds what waits for how long, and when it looked', async () => {
  const metrics = createMetrics(METRICS);
  const ignored = (): void => undefined;
  observeReconciler(metrics, { info: ignored, error: ignored }).measured({
    atMs: 1_700_000_000_500,
    laneWaitMs: { high: 1_500, normal: 0, low: 90_000 },
    outboxOldestMs: 2_500,
    memoryUsedPart: 0.25,
  });
  const text = await metrics.render();
  for (const line of [
    'ragfleet_lane_wait_seconds{lane="high"} 1.5',
    'ragfleet_lane_wait_seconds{lane="normal"} 0',
    'ragfleet_lane_wait_seconds{lane="low"} 90',
    'ragfleet_outbox_oldest_seconds 2.5',
    'ragfleet_queue_memory_used_ratio 0.25',
    'ragfleet_fleet_measured_timestamp_seconds 1700000000.5',
  ])
    expect(text.split('\n')).toContain(line);
});
