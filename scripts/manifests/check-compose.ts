import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { checkAgreement } from './check-agreement.ts';
import { checkEnvironment } from './check-environment.ts';
import { NOT_DEPLOYED } from './check-kubernetes.ts';
import { checkService, checkTool } from './check-service.ts';
import type { ComposeService, Manifests } from './read-manifests.ts';

/** A service per deployed app with the environment its schema wants, the CLI beside them, and two Redis servers with the right policies. */
export function checkCompose({ services, apps }: Manifests, configs: readonly AppConfig[]): string[] {
  const ofApps = apps
    .filter((app) => !NOT_DEPLOYED.includes(app))
    .flatMap((app) => {
      const service = services[app];
      if (service === undefined) return [`${app} has no service.`];
      const config = configs.find((candidate) => candidate.app === app);
      return [
        ...checkService(app, service, config),
        ...checkEnvironment(Object.keys(service.environment), config),
      ];
    });
  const environments = new Map(
    Object.entries(services).map(([name, service]) => [name, service.environment]),
  );
  const redis = [
    ...checkRedis('queue-redis', services['queue-redis'], {
      '--maxmemory-policy': 'noeviction',
      '--appendonly': 'yes',
    }),
    ...checkRedis('cache-redis', services['cache-redis'], {
      '--maxmemory-policy': 'allkeys-lru',
      '--appendonly': 'no',
    }),
  ];
  const tool = checkTool('cli', services, 'ingress-api');
  return [...ofApps, ...tool, ...checkAgreement(environments, configs), ...redis].map(
    (problem) => `docker-compose.yml: ${problem}`,
  );
}

function checkRedis(
  name: string,
  service: ComposeService | undefined,
  wanted: Readonly<Record<string, string>>,
): string[] {
  if (service === undefined)
    return [`${name} is missing: jobs and cache need two servers with two eviction policies.`];
  const command = service.command;
  return Object.entries(wanted)
    .filter(([option, value]) => command[command.indexOf(option) + 1] !== value || !command.includes(option))
    .map(([option, value]) => `${name} needs ${option} ${value}.`);
}
