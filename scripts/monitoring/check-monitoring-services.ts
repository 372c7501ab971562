import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import type { ComposeService, Manifests } from '../manifests/read-manifests.ts';

const PROFILE = 'monitoring';

/** Prometheus with the rules, Grafana with the dashboards, and a collector with Tempo for traces, for those alone who ask for them, and nobody in without a password. */
export function checkMonitoringServices({ root, services }: Manifests): string[] {
  const { prometheus, grafana, 'otel-collector': collector, tempo } = services;
  if (prometheus === undefined || grafana === undefined || collector === undefined || tempo === undefined)
    return ['docker-compose.yml: Prometheus, Grafana, the collector or Tempo is missing.'];
  const all = { prometheus, grafana, 'otel-collector': collector, tempo };
  return [
    ...Object.entries(all).flatMap(([name, service]) => checkService(name, service, root)),
    ...checkMounts('prometheus', prometheus, ['/etc/prometheus/prometheus.yml', '/etc/prometheus/rules']),
    ...checkMounts('grafana', grafana, ['/etc/grafana/provisioning', '/etc/ragfleet/dashboards']),
    ...checkMounts('otel-collector', collector, ['/etc/otelcol/config.yaml']),
    ...checkMounts('tempo', tempo, ['/etc/tempo/tempo.yaml']),
    ...checkSignIn(grafana.environment),
  ].map((problem) => `docker-compose.yml: ${problem}`);
}

function checkService(
  name: string,
  { profiles, ports, volumes, image }: ComposeService,
  root: string,
): string[] {
  const isLocal = ports?.every((port) => port.startsWith('127.0.0.1:')) ?? true;
  const missing = (volumes ?? [])
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => source.startsWith('./') && !existsSync(join(root, source)));
  return [
    ...(profiles?.includes(PROFILE) === true ? [] : [`${name} is not of the profile ${PROFILE}.`]),
    ...(isLocal ? [] : [`${name} listens beyond this host.`]),
    ...(/:v?\d+\.\d+\.\d+$/.test(image) ? [] : [`${name} needs an image of one version, not ${image}.`]),
    ...missing.map((source) => `${name} mounts ${source}, which is not there.`),
  ];
}

function checkMounts(name: string, { volumes = [] }: ComposeService, wanted: readonly string[]): string[] {
  return wanted
    .filter((path) => !volumes.some((volume) => volume.endsWith(`:${path}:ro`)))
    .map((path) => `${name} has nothing at ${path}, read-only.`);
}

function checkSignIn(environment: Readonly<Record<string, unknown>> = {}): string[] {
  const password = environment['GF_SECURITY_ADMIN_PASSWORD'];
  return [
    ...(environment['GF_AUTH_ANONYMOUS_ENABLED'] === 'false' ? [] : ['grafana lets anonymous people in.']),
    ...(typeof password === 'string' && password.includes(':?')
      ? []
      : ['grafana starts with a password that everybody knows.']),
  ];
}
