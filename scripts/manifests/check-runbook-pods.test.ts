import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkRunbookPods, podsOf, readRunbook } from './check-runbook-pods.ts';
import { readManifests } from './read-manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { apps } = readManifests(ROOT);
const runbook = readRunbook(ROOT);

test('the pod that makes the first operator is let in, and works as the fleet does', () => {
  expect(podsOf(runbook).map(({ name }) => name)).toEqual(['bootstrap']);
  expect(checkRunbookPods(runbook, apps)).toEqual([]);
});

describe('a planted mistake is found', () => {
  test.for([
    ['"runAsNonRoot": true', '"runAsGroup": 0', 'runAsNonRoot: true'],
    ['"runAsUser": 1000', '"runAsGroup": 0', 'runAsUser'],
    ['"type": "RuntimeDefault"', '"type": "Unconfined"', 'seccompProfile RuntimeDefault'],
    ['"allowPrivilegeEscalation": false', '"privileged": true', 'allowPrivilegeEscalation: false'],
    ['"drop": ["ALL"]', '"add": ["SYS_ADMIN"]', 'drop ALL capabilities'],
    ['"value": "production"', '"value": "development"', 'without RAGFLEET_ENV=production'],
    ['"image": "ragfleet/cli:<tag>"', '"image": "ragfleet/tools:<tag>"', 'ragfleet/tools:<tag> is no image'],
    ['part-of=ragfleet', 'part-of=tools', 'no network policy lets it out'],
    ['"apiVersion": "v1"', '"kind": "Pod"', 'apiVersion v1'],
    ['{ "apiVersion"', '{ apiVersion', 'are no JSON'],
  ] as const)('%s', ([right, wrong, problem]) => {
    const changed = runbook.replace(right, wrong);
    expect(changed).not.toBe(runbook);
    expect(checkRunbookPods(changed, apps)).toEqual([expect.stringContaining(problem)]);
  });
});
