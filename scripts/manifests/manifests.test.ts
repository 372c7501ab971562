import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseFormula } from '@ragfleet/autoscaling';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type AppConfig, readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { checkCompose } from './check-compose.ts';
import { checkCrds, findSpecs } from './check-crds.ts';
import { checkKeda, expectedTriggers, type ScaledObjectSpec } from './check-keda.ts';
import { checkKubernetes } from './check-kubernetes.ts';
import { checkModels } from './check-models.ts';
import { checkAuditEgress, checkNetwork } from './check-network.ts';
import { checkWorkloads } from './check-workloads.ts';
import { planted } from './planted.fixture.ts';
import {
  checkKustomizations,
  type KubernetesObject,
  type Manifests,
  readManifests,
} from './read-manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests(ROOT);
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

const withObject = (kind: string, name: string, change: (spec: never) => void): Manifests =>
  planted(manifests, kind, name, change);

/** A copy in which one object's document is changed, which the models see. */
function withDocument(kind: string, name: string, change: (spec: never) => void): Manifests {
  const objects = structuredClone(manifests.objects) as KubernetesObject[];
  const object = objects.find((candidate) => candidate.kind === kind && candidate.name === name);
  if (object === undefined) throw new Error(`There is no ${kind} ${name}.`);
  change(object.document['spec'] as never);
  return { ...manifests, objects };
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

const scaledSpec = (): ScaledObjectSpec =>
  manifests.objects.find(({ kind, name }) => kind === 'ScaledObject' && name === 'query-worker')
    ?.spec as unknown as ScaledObjectSpec;

describe('the manifests as they stand', () => {
  test('deploy every app, with the environment that its config schema names', () => {
    expect(manifests.apps.length).toBeGreaterThan(0);
    expect(checkKubernetes(manifests, configs)).toEqual([]);
    expect(checkCompose(manifests, configs)).toEqual([]);
  });

  test('read the keys that the queues are made with', () => {
    expect(checkKeda(manifests)).toEqual([]);
    expect(Object.values(expectedTriggers('query-worker'))).toContain('bull:rag-high:prioritized');
    expect(Object.values(expectedTriggers('batch-worker'))).toContain('bull:ingest:active');
  });

  test('are what the API’s own models take, with no field that they do not know', () => {
    expect(checkModels(manifests)).toEqual([]);
  });

  test('give every pod requests, limits and a restricted security context, and no way to addresses that are not public', () => {
    expect(checkWorkloads(manifests)).toEqual([]);
    expect(checkNetwork(manifests)).toEqual([]);
    expect(checkAuditEgress(manifests, configs)).toEqual([]);
  });

  test.for(['dev', 'production', 'production-eu'])('can be built by kustomize: %s', (overlay, context) => {
    if (!hasKubectl()) context.skip('there is no kubectl on PATH');
    const built = execFileSync('kubectl', ['kustomize', `${ROOT}k8s/overlays/${overlay}`], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    const kinds = parseAllDocuments(built).map((document) => document.toJS() as { kind: string });
    expect(kinds.filter(({ kind }) => kind === 'Deployment')).toHaveLength(5);
    expect(kinds.filter(({ kind }) => kind === 'StatefulSet')).toHaveLength(overlay === 'dev' ? 3 : 0);
    expect(kinds.filter(({ kind }) => kind === 'ScaledObject')).toHaveLength(overlay === 'dev' ? 0 : 3);
  });

  test('leave no file behind that nobody applies', () => {
    expect(checkKustomizations(manifests)).toEqual([]);
  });

  test('hold against KEDA’s own definitions', (context) => {
    const specs =
      findSpecs(ROOT, process.env) ??
      context.skip('KEDA’s definitions are not here; set RAGFLEET_SPECS_DIR to their folder');
    expect(checkCrds(manifests, specs)).toEqual([]);
    const misspelt = withObject(
      'ScaledObject',
      'query-worker',
      (spec: { minReplicas?: number }) => (spec.minReplicas = 1),
    );
    expect(checkCrds(misspelt, specs)).toEqual([expect.stringContaining('minReplicas')]);
  });
});

describe('a planted mistake is found', () => {
  type Spec = { -readonly [Key in keyof ScaledObjectSpec]: ScaledObjectSpec[Key] };

  test('a misspelt queue key, which KEDA would read as an empty list for ever', () => {
    const planted = withObject('ScaledObject', 'query-worker', (spec: Spec) => {
      Object.assign(spec.triggers[0]?.metadata ?? {}, { listName: 'rag-high:wait' });
    });
    expect(checkKeda(planted)).toEqual([expect.stringContaining('bull:rag-high:wait')]);
  });

  test('a trigger that the formula leaves out', () => {
    const planted = withObject('ScaledObject', 'query-worker', (spec: Spec) => {
      Object.assign(spec.advanced?.scalingModifiers ?? {}, { formula: 'high_wait / 5' });
    });
    expect(checkKeda(planted)).toHaveLength(8);
  });

  test('a formula that cannot be read, and one that asks for other pods without Redis than the fallback says', () => {
    const withFormula = (formula: string) =>
      withObject('ScaledObject', 'webhook-worker', (spec: Spec) => {
        Object.assign(spec.advanced?.scalingModifiers ?? {}, { formula });
      });
    expect(checkKeda(withFormula('(webhooks_wait'))).toEqual([expect.stringContaining('at its end')]);
    expect(checkKeda(withFormula('((webhooks_wait ?? 96) + (webhooks_active ?? 0)) / 32'))).toEqual([
      expect.stringContaining('asks for 3 pods and fallback.replicas says 2'),
    ]);
  });

  test('a worker that two ScaledObjects fight for', () => {
    const twice = { ...manifests, objects: [...manifests.objects, ...manifests.objects] };
    expect(checkKeda(twice)).toContain('keda: exactly one ScaledObject scales batch-worker.');
  });

  test('a misspelt field, and a value of the wrong kind', () => {
    type Pod = { template: { spec: Record<string, unknown> } };
    const misspelt = withDocument('Deployment', 'dashboard', (spec: Pod) => {
      spec.template.spec['terminationGracePeriod'] = 5;
    });
    expect(checkModels(misspelt)).toEqual([
      expect.stringContaining('/spec/template/spec/terminationGracePeriod is no field'),
    ]);
    const wrong = withDocument('StatefulSet', 'queue-redis', (spec: { replicas: unknown }) => {
      spec.replicas = 'one';
    });
    expect(checkModels(wrong)).toEqual([
      expect.stringContaining('/spec/replicas breaks type: {"type":"integer"}'),
    ]);
  });

  test('a container without limits or with a way to become root, stores included', () => {
    type Pod = { template: { spec: { containers: Record<string, unknown>[] } } };
    const planted = withObject('StatefulSet', 'cache-redis', (spec: Pod) => {
      Object.assign(spec.template.spec.containers[0] ?? {}, {
        resources: { requests: { cpu: '1', memory: '1Gi' } },
        securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      });
    });
    expect(checkWorkloads(planted)).toEqual([
      expect.stringContaining('limits name cpu'),
      expect.stringContaining('limits name memory'),
      expect.stringContaining('allowPrivilegeEscalation'),
    ]);
  });

  test('a policy that lets webhooks out to an address of the cluster or of a cloud, and no denial by default', () => {
    type Egress = { egress: { to: { ipBlock: { except: string[] } }[] }[] };
    const without = (range: string) =>
      withObject('NetworkPolicy', 'webhook-receivers', (spec: Egress) => {
        const block = spec.egress[0]?.to[0]?.ipBlock;
        if (block !== undefined) block.except = block.except.filter((other) => other !== range);
      });
    expect(checkNetwork(without('169.254.0.0/16'))).toEqual([expect.stringContaining('169.254.')]);
    expect(checkNetwork(without('168.63.129.16/32'))).toEqual([expect.stringContaining('168.63.129.16')]);
    const objects = manifests.objects.filter(({ name }) => name !== 'default-deny');
    expect(checkNetwork({ ...manifests, objects })).toEqual([expect.stringContaining('denies')]);
  });

  test('a process that writes the audit log and may not reach its sink', () => {
    type Selector = { podSelector: { matchExpressions: { values: string[] }[] } };
    const planted = withObject('NetworkPolicy', 'audit-sink', (spec: Selector) => {
      for (const expression of spec.podSelector.matchExpressions) expression.values = ['webhook-worker'];
    });
    expect(checkAuditEgress(planted, configs)).toEqual([
      expect.stringContaining('no NetworkPolicy lets dashboard out'),
    ]);
  });

  test('a scale to zero', () => {
    const planted = withObject('ScaledObject', 'query-worker', (spec: Spec) => (spec.minReplicaCount = 0));
    expect(checkKeda(planted)).toEqual([expect.stringContaining('minReplicaCount')]);
  });

  test('replicas that fight an autoscaler', () => {
    const planted = withObject(
      'Deployment',
      'query-worker',
      (spec: { replicas?: number }) => (spec.replicas = 3),
    );
    expect(checkKubernetes(planted, configs)).toEqual([expect.stringContaining('autoscaler')]);
  });

  test('a variable that no config schema knows, and a required one that is missing', () => {
    const rename = (spec: { template: { spec: { containers: { env: { name: string }[] }[] } } }): void => {
      const entry = spec.template.spec.containers[0]?.env.find(({ name }) => name === 'QUEUE_REDIS_URL');
      if (entry !== undefined) entry.name = 'REDIS_URL';
    };
    const problems = checkKubernetes(withObject('Deployment', 'query-worker', rename), configs);
    expect(problems).toEqual([
      expect.stringContaining('REDIS_URL is not in'),
      expect.stringContaining('QUEUE_REDIS_URL is required'),
    ]);
  });

  test('a worker that looks for vectors elsewhere than the others write them', () => {
    const add = (spec: { template: { spec: { containers: { env: object[] }[] } } }): void =>
      void spec.template.spec.containers[0]?.env.push({ name: 'VECTOR_STORE', value: 'qdrant' });
    expect(checkKubernetes(withObject('Deployment', 'query-worker', add), configs)).toEqual([
      expect.stringContaining('VECTOR_STORE is not the same in batch-worker, ingress-api, query-worker'),
    ]);
    const services = structuredClone(manifests.services);
    Object.assign(services['batch-worker']?.environment ?? {}, { NEXT_EMBEDDING_MODEL: 'another' });
    expect(checkCompose({ ...manifests, services }, configs)).toEqual([
      expect.stringContaining('NEXT_EMBEDDING_MODEL is not the same in batch-worker, ingress-api'),
    ]);
  });

  test('an app that does not hear what is set in .env', () => {
    const services = structuredClone(manifests.services);
    const { env_file: _file, ...deaf } = services['query-worker'] ?? {
      image: '',
      command: [],
      environment: {},
    };
    const planted = { ...services, 'query-worker': deaf };
    expect(checkCompose({ ...manifests, services: planted }, configs)).toEqual([
      expect.stringContaining('query-worker does not read .env'),
    ]);
  });

  test('an app without a service, and a cache that would evict jobs', () => {
    const { 'query-worker': _left, ...services } = structuredClone(manifests.services);
    const queue = services['queue-redis'];
    const planted = {
      ...services,
      ...(queue === undefined ? {} : { 'queue-redis': { ...queue, command: ['redis-server'] } }),
    };
    const problems = checkCompose({ ...manifests, services: planted }, configs);
    expect(problems).toEqual([
      expect.stringContaining('query-worker has no service'),
      expect.stringContaining('noeviction'),
      expect.stringContaining('--appendonly yes'),
    ]);
  });

  test('a manifest that no kustomization names', () => {
    const [kept, ...rest] = manifests.kustomizations.map((item) => ({
      ...item,
      resources: item.resources.slice(1),
    }));
    expect(
      checkKustomizations({ ...manifests, kustomizations: kept === undefined ? [] : [kept, ...rest] }).length,
    ).toBeGreaterThan(0);
  });
});

describe('the scaling formula', () => {
  const names = Object.keys(expectedTriggers('query-worker'));
  function podsFor(jobs: Readonly<Record<string, number>>, isReadable = true): number {
    const formula = parseFormula(scaledSpec().advanced?.scalingModifiers?.formula ?? '');
    const values = names.map((name) => [name, isReadable ? (jobs[name] ?? 0) : null] as const);
    return Math.ceil(formula.evaluate(Object.fromEntries(values)));
  }

  test.each([
    ['nothing to do', {}, 0],
    ['5 of high', { high_wait: 5 }, 1],
    ['6 of high', { high_wait: 6 }, 2],
    ['busy pods with empty lists', { normal_active: 20 }, 2],
    ['one job that a killed pod left', { low_active: 1 }, 1],
    ['jobs beyond a tenant’s share', { normal_prioritized: 100 }, 10],
    ['lanes add up', { high_wait: 10, normal_wait: 20, low_wait: 40 }, 6],
  ])('asks for pods: %s', (_title, jobs, pods) => {
    expect(podsFor(jobs)).toBe(pods);
  });

  test('asks for the fallback’s pods when Redis cannot be read', () => {
    expect(podsFor({}, false)).toBe(scaledSpec().fallback?.replicas);
  });
});
