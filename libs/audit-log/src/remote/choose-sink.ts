import { Fault } from '@ragfleet/kernel';
import type { AuditVariables } from '../audit-variables.ts';
import { createCloudWatchSink } from './cloudwatch-sink.ts';
import type { RemoteSink } from './contract.ts';
import { createElasticsearchSink } from './elasticsearch-sink.ts';

/** The log service that the environment names; null for files alone. Faults: invalid-input, with the variable that is missing. */
export function chooseSink(config: AuditVariables): RemoteSink | null {
  const { AUDIT_RETENTION_DAYS: retentionDays } = config;
  switch (config.AUDIT_SINK) {
    case 'file':
      return null;
    case 'cloudwatch':
      return createCloudWatchSink({
        group: config.AUDIT_CLOUDWATCH_GROUP,
        region: needed(config.AUDIT_CLOUDWATCH_REGION, 'AUDIT_CLOUDWATCH_REGION', config.AUDIT_SINK),
        endpoint: config.AUDIT_CLOUDWATCH_ENDPOINT ?? null,
        retentionDays,
      });
    case 'elasticsearch':
      return createElasticsearchSink({
        url: needed(config.AUDIT_ELASTICSEARCH_URL, 'AUDIT_ELASTICSEARCH_URL', config.AUDIT_SINK),
        apiKey: config.AUDIT_ELASTICSEARCH_API_KEY ?? null,
        index: config.AUDIT_ELASTICSEARCH_INDEX,
        retentionDays,
      });
    default:
      return config.AUDIT_SINK satisfies never;
  }
}

function needed(value: string | undefined, name: string, sink: string): string {
  if (value !== undefined) return value;
  throw new Fault('invalid-input', `AUDIT_SINK=${sink} needs ${name}. Set it, or set AUDIT_SINK=file.`);
}
