import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import type { ComposeService } from './read-manifests.ts';

/** What a deployed app's service must not be able to do, and how it is asked whether it is well. */
export function checkService(app: string, service: ComposeService, config: AppConfig | undefined): string[] {
  const port = portOf(config);
  const probe = service.healthcheck?.test?.join(' ') ?? '';
  const rules: readonly (readonly [boolean, string])[] = [
    [service.read_only === true, `${app} may write to its image: read_only: true.`],
    [service.cap_drop?.join() === 'ALL', `${app} keeps capabilities: cap_drop: [ALL].`],
    [
      service.security_opt?.includes('no-new-privileges:true') === true,
      `${app} may gain privileges: security_opt no-new-privileges:true.`,
    ],
    [service.user === undefined, `${app} runs as ${service.user}, not as its image says.`],
    [
      probe.includes(`http://127.0.0.1:${port}/readyz`),
      `${app} is not asked at http://127.0.0.1:${port}/readyz whether it is well.`,
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

/** Of its probes: an app without a port for them has them on its own. */
function portOf(config: AppConfig | undefined): string {
  const defaultOf = (name: string): string | null =>
    config?.variables.find((variable) => variable.name === name)?.default ?? null;
  return defaultOf('OPERATIONS_PORT') ?? defaultOf('PORT') ?? 'unknown';
}
