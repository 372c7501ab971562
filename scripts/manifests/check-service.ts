import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import type { ComposeService } from './read-manifests.ts';

type Rule = readonly [boolean, string];

/** What a process needs in common with the others to find what they keep. */
const STORES = /_URL$|^RAGFLEET_MASTER_KEY$/;

/** What a deployed app's service must not be able to do, and how it is asked whether it is well. */
export function checkService(app: string, service: ComposeService, config: AppConfig | undefined): string[] {
  const port = portOf(config);
  const probe = service.healthcheck?.test?.join(' ') ?? '';
  return brokenOf([
    ...sharedRules(app, service),
    [
      probe.includes(`http://127.0.0.1:${port}/readyz`),
      `${app} is not asked at http://127.0.0.1:${port}/readyz whether it is well.`,
    ],
  ]);
}

/** An app that is run by hand beside the fleet: no `up` starts it, and it has the stores of the app `like`. */
export function checkTool(
  tool: string,
  services: Readonly<Record<string, ComposeService>>,
  like: string,
): string[] {
  const service = services[tool];
  if (service === undefined) return [`${tool} has no service: on one Docker host nobody could run it.`];
  const { profiles, restart, environment } = service;
  const stores = Object.entries(services[like]?.environment ?? {}).filter(([name]) => STORES.test(name));
  return brokenOf([
    ...sharedRules(tool, service),
    [profiles?.join() === 'tools', `${tool} is not of the profile tools: it would start with the fleet.`],
    [restart === 'no', `${tool} is started again when its command has ended: restart: "no".`],
    ...stores.map(
      ([name, value]): Rule => [environment[name] === value, `${tool} has another ${name} than ${like}.`],
    ),
  ]);
}

function sharedRules(app: string, service: ComposeService): Rule[] {
  const readsFile = service.env_file?.some(({ path }) => path === '.env') ?? false;
  return [
    [service.build?.args?.APP === app, `${app} is built with APP: ${service.build?.args?.APP ?? 'nothing'}.`],
    [readsFile, `${app} does not read .env: what is set there would not hold for it.`],
    [service.read_only === true, `${app} may write to its image: read_only: true.`],
    [service.cap_drop?.join() === 'ALL', `${app} keeps capabilities: cap_drop: [ALL].`],
    [
      service.security_opt?.includes('no-new-privileges:true') === true,
      `${app} may gain privileges: security_opt no-new-privileges:true.`,
    ],
    [service.user === undefined, `${app} runs as ${service.user}, not as its image says.`],
  ];
}

const brokenOf = (rules: readonly Rule[]): string[] =>
  rules.filter(([holds]) => !holds).map(([, problem]) => problem);

/** Of its probes: an app without a port for them has them on its own. */
function portOf(config: AppConfig | undefined): string {
  const defaultOf = (name: string): string | null =>
    config?.variables.find((variable) => variable.name === name)?.default ?? null;
  return defaultOf('OPERATIONS_PORT') ?? defaultOf('PORT') ?? 'unknown';
}
