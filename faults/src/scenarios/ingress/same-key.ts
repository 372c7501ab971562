import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Scenario } from '../../contract.ts';
import { readRuns } from '../query-records.ts';

const SUBMITS = 100;
const OTHERS = 10;
const END_MS = 15_000;

export const duplicateSubmits: Scenario = {
  id: 'F43',
  title: '100 submissions with one key at once, over three ingresses',
  boundSeconds: 60,
  run: async ({ fleet, asking, random }) => {
    await fleet.start('ingress-api');
    await fleet.start('ingress-api');
    const urls = fleet.of('ingress-api').flatMap(({ url }) => url ?? []);
    assert.equal(urls.length, 3);
    const anyUrl = (): string => urls[Math.floor(random() * urls.length)] ?? fleet.ingressUrl();
    const ask = { idempotencyKey: randomUUID(), question: 'Which code does the handbook give?' };
    const startedAt = performance.now();
    const submitted = await Promise.all(
      Array.from({ length: SUBMITS }, () => asking.submit({ ...ask, ingressUrl: anyUrl() })),
    );
    const tookMs = Math.round(performance.now() - startedAt);
    assert.ok(
      submitted.every(({ outcome }) => outcome === 'accepted'),
      'a repetition was not accepted',
    );
    assert.equal(
      new Set(submitted.map(({ queryId }) => queryId)).size,
      1,
      'they were told of several queries',
    );
    assert.equal(submitted.filter(({ isReplay }) => !isReplay).length, 1, 'one was the first');
    const others = await Promise.all(
      Array.from({ length: OTHERS }, () =>
        asking.submit({ ...ask, question: 'And who says so?', ingressUrl: anyUrl() }),
      ),
    );
    assert.deepEqual(
      new Set(others.map(({ status }) => status)),
      new Set([422]),
      'another body under the same key',
    );
    const queries = asking.accepted();
    const [ended] = await asking.untilEnded(queries, END_MS);
    assert.equal(ended?.status, 'succeeded');
    const [run] = await readRuns(fleet, queries);
    assert.equal(run?.attempt, 1, 'it ran once');
    return { recoveryMs: null, note: `one query for ${SUBMITS} submissions within ${tookMs} ms` };
  },
};
