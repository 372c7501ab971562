import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { checkAuditVolumes } from './check-audit-volumes.ts';
import { planted } from './planted.fixture.ts';
import { readManifests } from './read-manifests.ts';

interface Pod {
  template: {
    spec: {
      containers: { env: { name: string; value: string }[]; volumeMounts: unknown[] }[];
      volumes: { name: string; emptyDir?: { sizeLimit: string } }[];
    };
  };
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests(ROOT);
const configs = await readConfigSchemas(ROOT);
const problemsOf = (app: string, change: (spec: Pod) => void): string[] =>
  checkAuditVolumes(planted(manifests, 'Deployment', app, change), configs);

test('every process that writes the audit log has a volume that outlasts an outage of its sink', () => {
  expect(checkAuditVolumes(manifests, configs)).toEqual([]);
});

describe('a planted mistake is found', () => {
  test.for(['64Mi', '256Mi'])(
    'a pod that is evicted before its log says that it is full: %s',
    (sizeLimit) => {
      const problems = problemsOf('dashboard', ({ template: { spec } }) => {
        spec.volumes = [{ name: 'audit', emptyDir: { sizeLimit } }];
      });
      expect(problems).toEqual([
        expect.stringContaining(`dashboard.yaml: sizeLimit ${sizeLimit} of the volume audit is not above`),
      ]);
    },
  );

  test('more that may wait than the volume holds, in the base and in an overlay', () => {
    const entry = { name: 'AUDIT_SPILL_BYTES', value: '1099511627776' };
    const inBase = problemsOf('query-worker', ({ template: { spec } }) => {
      spec.containers[0]?.env.push(entry);
    });
    expect(inBase).toEqual([expect.stringContaining('AUDIT_SPILL_BYTES (1099511627776)')]);
    const kustomizations = manifests.kustomizations.map((kustomization) => ({
      ...kustomization,
      environment: [{ deployment: 'webhook-worker', ...entry }],
    }));
    expect(checkAuditVolumes({ ...manifests, kustomizations }, configs)).toEqual([
      expect.stringContaining('webhook-worker.yaml: sizeLimit'),
    ]);
  });

  test('a log in the image’s own, read-only file system, and a limit that nobody can read', () => {
    const unmounted = problemsOf('ingress-api', ({ template: { spec } }) => {
      for (const container of spec.containers) container.volumeMounts = [];
    });
    expect(unmounted).toEqual([expect.stringContaining('no volume is mounted at AUDIT_DIR')]);
    const unread = problemsOf('ingress-api', ({ template: { spec } }) => {
      spec.volumes = [{ name: 'audit', emptyDir: { sizeLimit: '1e9' } }];
    });
    expect(unread).toEqual([expect.stringContaining('is a number of Mi or Gi')]);
  });

  test('a volume that lasts has no limit of the kubelet’s', () => {
    expect(
      problemsOf('ingress-api', ({ template }) => (template.spec.volumes = [{ name: 'audit' }])),
    ).toEqual([]);
  });
});
