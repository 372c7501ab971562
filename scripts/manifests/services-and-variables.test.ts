import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AppConfig, readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { checkCompose } from './check-compose.ts';
import { checkPatchedVariables } from './check-environment.ts';
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

describe('a planted mistake is found', () => {
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
