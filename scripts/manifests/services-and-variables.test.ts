import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AppConfig, readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { checkCompose } from './check-compose.ts';
import { checkPatchedVariables } from './check-environment.ts';
import { readRunbook } from './check-runbook-pods.ts';
import { checkSecretVariables } from './check-secret-variables.ts';
import { planted } from './planted.fixture.ts';
import { readManifests } from './read-manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readManifests(ROOT);
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

test('components and overlays set what their apps know', () => {
  expect(manifests.kustomizations.some(({ environment }) => environment.length > 0)).toBe(true);
  expect(checkPatchedVariables(manifests, configs)).toEqual([]);
});

test('every secret that a process reads comes to its pod out of the one Secret, or out of a component', () => {
  expect(checkSecretVariables(manifests, configs)).toEqual([]);
});

test('every key that a manifest takes from the Secret is named where the Secret is made', () => {
  const [, section = ''] = /^## Kubernetes\n(.+?)^## /ms.exec(readRunbook(ROOT)) ?? [];
  const taken = JSON.stringify([...manifests.objects, ...manifests.kustomizations]).matchAll(
    /"name":"rag-secrets","key":"(\w+)"/g,
  );
  const keys = [...new Set([...taken].map(([, key]) => key ?? ''))];
  expect(keys).toContain('QUEUE_REDIS_TLS');
  expect(keys.filter((key) => !section.includes(key))).toEqual([]);
});

describe('a planted mistake is found', () => {
  interface Pod {
    template: { spec: { containers: { env: { name: string; value?: string; valueFrom?: unknown }[] }[] } };
  }
  const problemsOf = (change: (spec: Pod) => void): string[] =>
    checkSecretVariables(planted(manifests, 'Deployment', 'query-worker', change), configs);

  test('a secret that reaches no pod, one under another key, and one that stands in the manifest', () => {
    const problems = problemsOf(({ template }) => {
      const [container] = template.spec.containers;
      if (container === undefined) throw new Error('The pod has no container.');
      container.env = container.env.filter(({ name }) => name !== 'ANTHROPIC_API_KEY');
      const entryOf = (name: string) => container.env.find((entry) => entry.name === name);
      const key = { name: 'rag-secrets', key: 'OPENAI_KEY' };
      Object.assign(entryOf('OPENAI_API_KEY') ?? {}, { valueFrom: { secretKeyRef: key } });
      Object.assign(entryOf('RERANK_API_KEY') ?? {}, { value: 'cohere', valueFrom: undefined });
    });
    expect(problems).toEqual(
      ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'RERANK_API_KEY'].map(
        (name) =>
          expect.stringContaining(`query-worker.yaml: ${name} is secret, and no secretKeyRef`) as string,
      ),
    );
  });

  test('a service that may write, keeps capabilities, runs as somebody else, and is asked at no port of its own', () => {
    const services = structuredClone(manifests.services);
    Object.assign(services['query-worker'] ?? {}, {
      read_only: false,
      cap_drop: [],
      security_opt: [],
      user: 'root',
      healthcheck: { test: ['CMD', 'node', '-e', "fetch('http://127.0.0.1:9080/readyz')"] },
    });
    expect(checkCompose({ ...manifests, services }, configs)).toEqual(
      ['read_only', 'cap_drop', 'no-new-privileges', 'runs as root', 'http://127.0.0.1:9082/readyz'].map(
        (problem) => expect.stringContaining(problem) as string,
      ),
    );
  });

  test('a CLI that nobody can run, and one that starts with the fleet and speaks to other stores', () => {
    const { cli, ...without } = structuredClone(manifests.services);
    expect(checkCompose({ ...manifests, services: without }, configs)).toEqual([
      expect.stringContaining('cli has no service'),
    ]);
    if (cli === undefined) throw new Error('docker-compose.yml has no service cli.');
    const environment = { ...cli.environment, QUEUE_REDIS_URL: 'redis://127.0.0.1:6379' };
    const { profiles: _none, ...rest } = cli;
    const services = { ...without, cli: { ...rest, environment, restart: 'always', cap_drop: [] } };
    expect(checkCompose({ ...manifests, services }, configs)).toEqual(
      [
        'cli keeps capabilities',
        'cli is not of the profile tools',
        'cli is started again',
        'cli has another QUEUE_REDIS_URL than ingress-api',
      ].map((problem) => expect.stringContaining(problem) as string),
    );
  });

  test('a variable that a component sets and its app does not know', () => {
    const kustomizations = manifests.kustomizations.map((item) => ({
      ...item,
      environment: item.environment.map(({ deployment, name }) => ({
        deployment,
        name: name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? 'OTEL_ENDPOINT' : name,
      })),
    }));
    expect(checkPatchedVariables({ kustomizations }, configs)).toEqual(
      ['ingress-api', 'query-worker', 'batch-worker', 'webhook-worker'].map(
        (app) => expect.stringContaining(`OTEL_ENDPOINT is not in the config schema of ${app}`) as string,
      ),
    );
  });
});
