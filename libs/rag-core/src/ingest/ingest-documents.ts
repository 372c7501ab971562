import { toFault } from '@ragfleet/kernel';
import { embedByBatches } from './batch-embedding.ts';
import type { IngestCommand, IngestDocuments, IngestPorts, IngestResult } from './ingest-contract.ts';
import { runPipeline } from './ingest-pipeline.ts';
import { claimRun, type RunClaims } from './run-claims.ts';

/** Whoever holds a document has it for seconds; this costs one job more. */
const HELD_ELSEWHERE_MS = 2_000;

/**
 * Pending documents of an ingestion to searchable ones: sanitize → cut → embed what is new, packed across documents →
 * publish → move the change sequence → record. It can be stopped anywhere and run again: what is recorded is done, what
 * is published is not embedded again, and what is embedded is looked for first. Throws faults that may pass (the queue
 * tries again).
 */
export function createIngestDocuments(ports: IngestPorts): IngestDocuments {
  return async (command, signal) => {
    signal.throwIfAborted();
    await ports.prepare?.(command, signal);
    const claims = await claimRun(ports.catalogue, command, signal, ports.clock);
    if (claims === null) return { status: 'finished' };
    try {
      return await runClaimed(portsOf(ports, command), command, claims);
    } finally {
      await claims.release().catch((error: unknown) => {
        // They end by themselves, only later.
        const { tenantId: tenant, ingestionId } = command;
        ports.logger.warn(
          { tenant, ingestionId, error: toFault(error) },
          'claims of an ingestion not released',
        );
      });
    }
  };
}

/** The ports of one run, whose own listener hears of its progress too. */
function portsOf(ports: IngestPorts, { onProgress }: IngestCommand): IngestPorts {
  if (onProgress === undefined) return ports;
  return {
    ...ports,
    onProgress: async (ingestion, outcomes) => {
      onProgress();
      await ports.onProgress?.(ingestion, outcomes);
    },
  };
}

async function runClaimed(
  ports: IngestPorts,
  command: IngestCommand,
  claims: RunClaims,
): Promise<IngestResult> {
  const run = { ports, command, claims };
  const resumeAfterMs = await embedByBatches(run, claims.embedding);
  if (resumeAfterMs === null) await runAtOnce(ports, command, claims);
  const isOver = await ports.catalogue.finishIngestion(command);
  if (isOver) return { status: 'finished' };
  return { status: 'waiting', resumeAfterMs: resumeAfterMs ?? HELD_ELSEWHERE_MS };
}

async function runAtOnce(ports: IngestPorts, command: IngestCommand, claims: RunClaims): Promise<void> {
  const [active] = ports.generations;
  if (active !== undefined)
    await runPipeline({ ports, command, claims }, { batchId: null, embedder: active.embedder });
}
