import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimedDocument, DocumentOutcome } from '../ports/ingestions.ts';
import { createIngestEviction } from './ingest-eviction.ts';
import type { IngestPorts } from './ingest-contract.ts';
import type { RunClaims } from './run-claims.ts';

/** What became of a document. */
export interface EndedDocument {
  readonly document: ClaimedDocument;
  readonly outcome: DocumentOutcome;
  /** Where searches find something else than before. */
  readonly changedNamespaces: readonly string[];
  /** Some of the vectors that are new with it. */
  readonly newVectors: readonly Float32Array[];
}

/** Records what became of documents, many at a time. */
export interface OutcomeRecorder {
  add(ended: EndedDocument): void;
  /** Resolves when everything is recorded; rejects with the first fault. */
  flush(): Promise<void>;
}

const GATHER_MS = 100;
const MAX_OUTCOMES = 200;

/**
 * The change sequence moves before anybody can read that a document is done: no cached answer is served from before.
 * Where nothing changed it stays, so that a nightly pass over unchanged documents costs nobody a check. Cached answers
 * leave after that, and nobody waits for it.
 */
export function createOutcomeRecorder(ports: IngestPorts, claims: RunClaims): OutcomeRecorder {
  const ended: EndedDocument[] = [];
  const evict = createIngestEviction(ports);
  let recording: Promise<void> | null = null;
  let flushing = new AbortController();

  const record = async (batch: readonly EndedDocument[]): Promise<void> => {
    const { run } = claims;
    const namespaces = [...new Set(batch.flatMap(({ changedNamespaces }) => changedNamespaces))];
    if (namespaces.length > 0) await ports.changes.advance(run.tenantId, namespaces);
    evict(run.tenantId, batch);
    const outcomes = batch.map(({ document: { documentId }, outcome }) => ({ documentId, outcome }));
    await ports.catalogue.recordOutcomes(run, outcomes);
    await ports.onProgress?.(
      run,
      batch.map(({ outcome }) => outcome),
    );
  };
  const recordAll = async (): Promise<void> => {
    while (ended.length > 0) {
      if (ended.length < MAX_OUTCOMES)
        await pause(GATHER_MS, undefined, { signal: flushing.signal }).catch(() => {});
      await record(ended.splice(0, MAX_OUTCOMES));
    }
  };
  const begin = (): Promise<void> => {
    recording ??= recordAll().finally(() => {
      recording = null;
    });
    return recording;
  };

  return {
    add: (document) => {
      ended.push(document);
      begin().catch((error: unknown) => claims.fail(error));
    },
    flush: async () => {
      flushing.abort();
      if (ended.length > 0 || recording !== null) await begin();
      flushing = new AbortController();
    },
  };
}
