import type { AuditEvent } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileAuditLog, type FileAuditLog } from '../file-audit-log.ts';
import type { AuditStore } from '../reading/contract.ts';
import { createFileStore } from '../reading/file-store.ts';
import { createCloudWatchSink } from '../remote/cloudwatch-sink.ts';
import type { RemoteSink } from '../remote/contract.ts';
import { createElasticsearchSink } from '../remote/elasticsearch-sink.ts';
import { createShipper, type Shipper } from '../remote/ship-lines.ts';
import { type CloudWatchDouble, startCloudWatchDouble } from './cloudwatch-double.fixture.ts';
import { type ElasticsearchDouble, startElasticsearchDouble } from './elasticsearch-double.fixture.ts';

export const NOON = Date.UTC(2026, 2, 15, 12);
export const sealer = createSealer(randomBytes(32).toString('base64'));
/** Names stay as they are: whom a pseudonym means is a test of its own. */
const people = {
  pseudonymOf: (_tenantId: string, principalId: string): Promise<string> => Promise.resolve(principalId),
};

export const event = (
  changes: Partial<AuditEvent> & { tenantId?: string; user?: string } = {},
): AuditEvent => {
  const { tenantId = 'acme', user = 'ada', ...rest } = changes;
  return {
    type: 'query',
    principal: { tenantId, principalId: user },
    sessionId: 's_1',
    question: 'How much does Bob earn?',
    metadata: { model: 'gpt-4o', chunks_retrieved: 3 },
    ...rest,
  };
};

export interface WritingProcess {
  readonly log: FileAuditLog;
  readonly ship: () => Promise<void>;
  readonly shipper: Shipper | null;
}

/** One place of audit lines, with the processes that write to it. */
export interface AuditStage {
  readonly store: AuditStore;
  readonly sink: RemoteSink | null;
  readonly dir: string;
  readonly lost: number[];
  clockMs: number;
  process(writer: string): WritingProcess;
  /** The service is away from now on. */
  breakOff(kind: number | 'silence' | null): void;
  loseNextReply(): void;
  /** Changes a kept line. */
  tamper(): void;
  stop(): Promise<void>;
}

type Remote = Pick<AuditStage, 'breakOff' | 'loseNextReply' | 'tamper' | 'stop'> & {
  readonly sink: RemoteSink;
};

async function stageOf(remote: Remote | null): Promise<AuditStage> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-audit-'));
  const lost: number[] = [];
  const stage: AuditStage = {
    store: remote?.sink ?? createFileStore({ dir, sealer }),
    sink: remote?.sink ?? null,
    dir,
    lost,
    clockMs: NOON,
    process: (writer) => {
      const log = createFileAuditLog({
        dir,
        sealer,
        people,
        writer,
        retentionDays: null,
        nowMs: () => stage.clockMs,
      });
      const observer = {
        waiting: () => undefined,
        lost: (lines: number) => void lost.push(lines),
        failed: () => undefined,
      };
      const shipper = remote === null ? null : createShipper({ dir, log, sink: remote.sink, observer });
      return { log, shipper, ship: async () => shipper?.ship(AbortSignal.timeout(20_000)) };
    },
    breakOff: (kind) => remote?.breakOff(kind),
    loseNextReply: () => remote?.loseNextReply(),
    tamper: () => remote?.tamper(),
    stop: async () => {
      await remote?.stop();
      await rm(dir, { recursive: true });
    },
  };
  return stage;
}

export const openFileStage = (): Promise<AuditStage> => stageOf(null);

interface Opened<Double> {
  readonly stage: AuditStage;
  /** With knobs of its own. */
  readonly double: Double;
}

export async function openCloudWatchStage(): Promise<Opened<CloudWatchDouble>> {
  const double = await startCloudWatchDouble();
  const group = '/rag/audit';
  const options = {
    group,
    region: 'eu-central-1',
    endpoint: double.url,
    retentionDays: 60,
    nowMs: () => stage.clockMs,
  };
  const sink = createCloudWatchSink(options);
  const stage = await stageOf({
    sink,
    breakOff: (kind) => (double.outage = kind),
    loseNextReply: () => (double.losesReply = true),
    tamper: () => {
      const [stored] = [...double.streams.values()].flat();
      if (stored !== undefined) stored.message = stored.message.replace('"ada"', '"eve"');
    },
    stop: async () => {
      sink.close();
      await double.stop();
    },
  });
  return { stage, double };
}

export async function openElasticsearchStage(): Promise<Opened<ElasticsearchDouble>> {
  const double = await startElasticsearchDouble();
  const options = {
    url: double.url,
    apiKey: 'a2V5',
    index: 'ragfleet-audit',
    retentionDays: 2,
    nowMs: () => stage.clockMs,
  };
  const sink = createElasticsearchSink(options);
  const stage = await stageOf({
    sink,
    breakOff: (kind) => (double.outage = kind),
    loseNextReply: () => (double.losesReply = true),
    tamper: () => {
      const [stored] = [...double.indices.values()].flatMap((documents) => [...documents.values()]);
      if (stored !== undefined) stored['user_id'] = 'eve';
    },
    stop: () => double.stop(),
  });
  return { stage, double };
}
