import { fileURLToPath } from 'node:url';
import { METRICS, queueNameOfLane } from '@ragfleet/contracts';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { LANES } from '@ragfleet/kernel';
import { expect, test } from 'vitest';
import { readMonitoring } from './read-monitoring.ts';

const monitoring = readMonitoring(fileURLToPath(new URL('../..', import.meta.url)));
const allRules = Object.values(monitoring.rules).flat();

test('warns of a lane at four fifths of what it takes', () => {
  const expr = allRules.find(({ alert }) => alert === 'RagfleetBacklogNearLimit')?.expr ?? '';
  for (const lane of LANES) {
    const limit = DEFAULT_ADMISSION_LIMITS.laneDepth[lane] * 0.8;
    expect(expr).toMatch(new RegExp(`\\{queue="${queueNameOfLane(lane)}"\\} > ${limit}$`, 'm'));
  }
});

test('tells that no process of an app is there, also where none was ever seen', () => {
  const absent: Readonly<Record<string, string>> = {
    'ingress-api': 'RagfleetIngressAbsent',
    'query-worker': 'RagfleetWorkersAbsent',
    'batch-worker': 'RagfleetBatchWorkersAbsent',
    'webhook-worker': 'RagfleetReconcilerAbsent',
  };
  const told = monitoring.scrapeJobs.map(({ job_name: job }) => {
    const rule = allRules.find(({ alert }) => alert === absent[job]);
    return [job, rule?.expr.includes('or vector(0)'), rule?.annotations?.['runbook_url']?.split('#')[1]];
  });
  expect(told).toEqual(Object.keys(absent).map((job) => [job, true, 'alert-absent']));
});

test('pages where every ingress that runs says that it is not ready, however few questions come', () => {
  const { expr, labels } = allRules.find(({ alert }) => alert === 'RagfleetIngressNotReady') ?? {};
  expect([labels?.['severity'], expr]).toEqual([
    'page',
    `count(${METRICS.ready.name}{job="ingress-api"} == 0) == count(up{job="ingress-api"} == 1)`,
  ]);
});

test('pages where no process of an app reaches PostgreSQL, which leaves each of them ready', () => {
  const { expr, labels } = allRules.find(({ alert }) => alert === 'RagfleetPostgresAway') ?? {};
  expect([labels?.['severity'], expr]).toEqual(['page', `max by (job) (${METRICS.postgresReady.name}) == 0`]);
});

test('warns of the queue Redis where the ingress begins to refuse', () => {
  const expr = allRules.find(({ alert }) => alert === 'RagfleetQueueMemoryRefuses')?.expr;
  expect(expr).toBe(`ragfleet:queue_memory_used_ratio > ${DEFAULT_ADMISSION_LIMITS.memoryWatermark}`);
});

test('tells of the first event of a counter that begins with it', () => {
  const rare = allRules.flatMap(({ alert, expr }) =>
    [...expr.matchAll(/increase\((?<counter>(?<name>\w+)[^[]*)\[15m\]\)+ > 0/g)].map(({ groups }) => ({
      alert,
      expr,
      name: groups?.['name'] ?? '',
      counter: groups?.['counter'] ?? '',
    })),
  );
  // Without labels it stands at zero from the start of its process on.
  const labelled = rare.filter(({ name }) => monitoring.known.metrics.get(name)?.labels.length !== 0);
  expect(labelled.length).toBeGreaterThan(0);
  const unseen = labelled.filter(
    ({ expr, counter }) => !expr.includes(`(${counter} unless ${counter} offset 15m)`),
  );
  expect(unseen.map(({ alert, counter }) => [alert, counter])).toEqual([]);
});
