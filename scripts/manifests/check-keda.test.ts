import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkKeda } from './check-keda.ts';
import { type Kustomization, readManifests } from './read-manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests(ROOT);

function problemsWith(change: (kustomization: Kustomization) => Kustomization): string[] {
  return checkKeda({ ...manifests, kustomizations: manifests.kustomizations.map(change) });
}

test('an overlay with a REGION whose KEDA would speak to the queue Redis without TLS', () => {
  expect(problemsWith((kustomization) => ({ ...kustomization, authentication: [] }))).toEqual([
    expect.stringContaining('k8s/overlays/production-eu/kustomization.yaml: with REGION'),
  ]);
});

test('a way in over TLS that looks for it in another Secret', () => {
  const problems = problemsWith((kustomization) => ({
    ...kustomization,
    authentication: kustomization.authentication.map((parameter) => ({ ...parameter, name: 'keda-secrets' })),
  }));
  expect(problems).toEqual([expect.stringContaining('Secret keda-secrets: there is one Secret')]);
});

test('an overlay without a REGION may use a Redis without TLS', () => {
  const problems = problemsWith((kustomization) => ({
    ...kustomization,
    authentication: [],
    environment: kustomization.environment.filter(({ name }) => name !== 'REGION'),
  }));
  expect(problems).toEqual([]);
});
