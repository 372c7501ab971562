import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { checkKubernetes } from './check-kubernetes.ts';
import { planted } from './planted.fixture.ts';
import { readManifests } from './read-manifests.ts';

interface Pod {
  template: { spec: { terminationGracePeriodSeconds: number; containers: { lifecycle?: unknown }[] } };
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests(ROOT);
const configs = await readConfigSchemas(ROOT);
const problemsOf = (app: string, change: (spec: Pod) => void): string[] =>
  checkKubernetes(planted(manifests, 'Deployment', app, change), configs);

test('a pod behind a Service that closes its socket before anybody knows that it goes', () => {
  for (const app of ['ingress-api', 'dashboard']) {
    const problems = problemsOf(app, ({ template }) => delete template.spec.containers[0]?.lifecycle);
    expect(problems).toEqual([expect.stringContaining(`${app}.yaml: it is behind a Service`)]);
  }
});

test('a grace period in which the pause before the stop is forgotten', () => {
  const problems = problemsOf('ingress-api', ({ template }) => {
    template.spec.terminationGracePeriodSeconds = 22;
  });
  expect(problems).toEqual([
    expect.stringContaining('22 is not 3 s above SHUTDOWN_GRACE_SECONDS (15) and preStop (5)'),
  ]);
});

test('a worker needs no pause: nobody connects to it', () => {
  expect(problemsOf('query-worker', () => undefined)).toEqual([]);
});
