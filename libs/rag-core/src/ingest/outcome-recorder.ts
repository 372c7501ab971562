import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimedDocument, DocumentOutcome } from '../ports/ingestions.ts';
import type { IngestPorts } from './ingest-contract.ts';
import type { RunClaims } from './run-claims.ts';

/** Records what became of documents, many at a time. */
export interface OutcomeRecorder {
  add(document: ClaimedDocument, outcome: DocumentOutcome): void;
  /** Resolves when everything is recorded; rejects with the first fault. */
  flush(): Promise<void>;
}

type Ended = readonly [ClaimedDocument, DocumentOutcome];

const GATHER_MS = 100;
const MAX_OUTCOMES = 200;

/** The change sequence moves before anybody can read that a document is done: no cached answer is served from before. */
export function createOutcomeRecorder(ports: IngestPorts, claims: RunClaims): OutcomeRecorder {
  const ended: Ended[] = [];
  let recording: Promise<void> | null = null;
  let flushing = new AbortController();

  const record = async (batch: readonly Ended[]): Promise<void> => {
    const { run } = claims;
    const done = batch.filter(([, { status }]) => status !== 'failed');
    const namespaces = [...new Set(done.map(([{ namespace }]) => namespace))];
    if (namespaces.length > 0) await ports.changes.advance(run.tenantId, namespaces);
    const outcomes = batch.map(([{ documentId }, outcome]) => ({ documentId, outcome }));
    await ports.catalogue.recordOutcomes(run, outcomes);
    await ports.onProgress?.(
      run,
      batch.map(([, outcome]) => outcome),
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
    add: (document, outcome) => {
      ended.push([document, outcome]);
      begin().catch((error: unknown) => claims.fail(error));
    },
    flush: async () => {
      flushing.abort();
      if (ended.length > 0 || recording !== null) await begin();
      flushing = new AbortController();
    },
  };
}
