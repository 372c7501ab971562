import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parse } from 'yaml';
import type { Manifests } from '../manifests/read-manifests.ts';

const COLLECTOR_CONFIG = 'deploy/otel-collector/config.yaml';

/** The collector's configuration, as far as it is checked. */
export interface CollectorConfig {
  readonly receivers?: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters?: Readonly<Record<string, { readonly endpoint?: string } | null>>;
  readonly service?: { readonly pipelines?: Readonly<Record<string, Pipeline>> };
}
type Part = 'receivers' | 'processors' | 'exporters';
type Pipeline = Readonly<Partial<Record<Part, readonly string[]>>>;

const PARTS: readonly Part[] = ['receivers', 'processors', 'exporters'];
/** Where OTEL_EXPORTER_OTLP_ENDPOINT points in docker-compose.yml. */
const OTLP_HTTP_PORT = 4_318;

export const readCollector = (root: string): CollectorConfig =>
  parse(readFileSync(join(root, COLLECTOR_CONFIG), 'utf8')) as CollectorConfig;

/** A pipeline for traces whose parts are all there, that refuses before it is out of memory and sends to services that exist. */
export function checkCollector(config: CollectorConfig, { services }: Pick<Manifests, 'services'>): string[] {
  const pipelines = Object.entries(config.service?.pipelines ?? {});
  const traces = config.service?.pipelines?.['traces'];
  const undefinedParts = pipelines.flatMap(([name, pipeline]) =>
    PARTS.flatMap((part) =>
      (pipeline[part] ?? [])
        .filter((id) => !Object.hasOwn(config[part] ?? {}, id))
        .map((id) => `the pipeline ${name} names ${id}, which is not among the ${part}.`),
    ),
  );
  const strangers = Object.values(config.exporters ?? {})
    .flatMap((exporter) => exporter?.endpoint?.split(':')[0] ?? [])
    .filter((host) => services[host] === undefined)
    .map((host) => `it sends to ${host}, which is no service of docker-compose.yml.`);
  return [
    ...(traces === undefined ? ['there is no pipeline for traces.'] : []),
    ...(traces?.processors?.[0] === 'memory_limiter' ? [] : ['memory_limiter is not its first processor.']),
    ...(JSON.stringify(config.receivers?.['otlp'] ?? null).includes(`:${OTLP_HTTP_PORT}"`)
      ? []
      : [`it takes no OTLP over HTTP at ${OTLP_HTTP_PORT}.`]),
    ...undefinedParts,
    ...strangers,
  ].map((problem) => `${COLLECTOR_CONFIG}: ${problem}`);
}
