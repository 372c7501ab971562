import { type Fault, toFault } from '@ragfleet/kernel';
import { accountOf } from './ingest-account.ts';
import { meteredEmbedder } from '../metering/metered-embedder.ts';
import type { ClaimedDocument } from '../ports/ingestions.ts';
import type { Embedder } from '../ports/models.ts';
import { createEmbeddingLane, type EmbeddingLane, type LanePassage } from './embedding/embedding-lane.ts';
import type { IngestCommand, IndexGeneration, IngestPorts } from './ingest-contract.ts';
import { createOutcomeRecorder, type OutcomeRecorder } from './outcome-recorder.ts';
import {
  type CutDocument,
  cutDocumentText,
  type PreparedDocument,
  withMissing,
} from './prepare-documents.ts';
import { NO_PACING } from './pace.ts';
import { publishDocument } from './publish-document.ts';
import { createReadAhead } from './read-ahead.ts';
import type { RunClaims } from './run-claims.ts';
import { createSlots } from './slots.ts';
import { createYielder } from './yielder.ts';

export interface PipelineRun {
  readonly ports: IngestPorts;
  readonly command: IngestCommand;
  readonly claims: RunClaims;
}

export interface PipelineWork {
  /** Only the documents of one provider batch, or those that are in none. */
  readonly batchId: string | null;
  /** Embeds for the generation that searches use. */
  readonly embedder: Embedder;
  /** Takes documents that are cut out of the pipeline, when it returns true. */
  readonly divert?: (prepared: PreparedDocument) => Promise<boolean>;
}

/** The work on one document that waits for its vectors. */
interface Tracked {
  readonly prepared: PreparedDocument;
  waiting: number;
  fault: Fault | null;
  /** Of a few passages, from the whole length of the document: the questions near them are answered anew. */
  readonly vectors: Float32Array[];
}

/** Kept until the document is recorded: memory does not grow with its passages. */
const VECTORS_KEPT = 4;

const PUBLICATIONS_AT_ONCE = 2;

/**
 * Documents flow through it: claimed and cut ahead within a bound of bytes, their passages filling requests together,
 * published as their last passage has its vector. The first fault that may pass ends the run, and what is under way
 * with it; nothing that is done is lost.
 */
export async function runPipeline(run: PipelineRun, work: PipelineWork): Promise<void> {
  const { ports, claims } = run;
  const recorder = createOutcomeRecorder(ports, claims);
  const fail = (error: unknown): void => claims.fail(error);
  const publications = createSlots(PUBLICATIONS_AT_ONCE, fail);
  const lanes = ports.generations.map((generation, at) => openLane(run, work, generation, at === 0));
  let publishing = 0;
  const ahead = createReadAhead({
    catalogue: ports.catalogue,
    claims,
    makeRoom: () => makeRoom(lanes, publishing > 0),
  });
  const end = (document: ClaimedDocument): void => ahead.release(document);

  const completed = (tracked: Tracked): void => {
    publishing += 1;
    const publish = async (): Promise<void> => {
      await settleDocument(run, recorder, tracked);
      // First of the two: who waits for room looks at once whether a publication will make more.
      publishing -= 1;
      end(tracked.prepared.document);
    };
    publications.begin(publish).catch(fail);
  };

  const take = async (prepared: PreparedDocument): Promise<void> => {
    if ((await work.divert?.(prepared)) === true) end(prepared.document);
    else await embedDocument(lanes, prepared, completed);
  };

  try {
    for await (const page of ahead.pages(work.batchId)) {
      for (const prepared of await preparePage(run, recorder, page, end)) await take(prepared);
      claims.signal.throwIfAborted();
    }
    for (const lane of lanes) await lane.flush();
    await Promise.all(lanes.map((lane) => lane.idle()));
    await publications.idle();
    await recorder.flush();
  } catch (error) {
    claims.fail(error);
    // What was begun ends before the claims do.
    await Promise.allSettled([...lanes.map((lane) => lane.idle()), publications.idle(), recorder.flush()]);
    throw claims.signal.reason;
  }
}

function openLane(
  { ports, command, claims }: PipelineRun,
  work: PipelineWork,
  generation: IndexGeneration,
  isActive: boolean,
): EmbeddingLane {
  const { tenantId, ingestionId } = command;
  const embedder = isActive ? work.embedder : generation.embedder;
  return createEmbeddingLane({
    generation: { ...generation, embedder: booked(embedder, ports, command) },
    signal: claims.signal,
    requireClaims: () => claims.require(),
    pace: ports.pace ?? NO_PACING,
    onRequestFault: (fault) => {
      if (isActive && fault.isRetryable && !command.isLastAttempt) {
        claims.fail(fault);
        throw fault;
      }
      const { model } = generation.embedder;
      ports.logger.warn({ tenant: tenantId, ingestionId, model, error: fault }, 'passages not embedded');
      return fault;
    },
  });
}

const booked = (embedder: Embedder, { metering }: IngestPorts, command: IngestCommand): Embedder =>
  metering === undefined ? embedder : meteredEmbedder(embedder, accountOf(command), metering);

/** Sends a request that is not full only when nothing else is under way that would make room. */
async function makeRoom(lanes: readonly EmbeddingLane[], isPublishing: boolean): Promise<void> {
  const isEmbedding = (): boolean => lanes.some((lane) => lane.inFlight > 0);
  if (!isEmbedding() && !isPublishing) for (const lane of lanes) await lane.flush();
  const inFlight = lanes.filter((lane) => lane.inFlight > 0);
  // A publication says by itself that it has made room.
  await (inFlight.length > 0
    ? Promise.race(inFlight.map((lane) => lane.next()))
    : new Promise<never>(() => {}));
}

/** Cuts a page, and remembers what will be written before anything is. */
async function preparePage(
  run: PipelineRun,
  recorder: OutcomeRecorder,
  page: readonly ClaimedDocument[],
  end: (document: ClaimedDocument) => void,
): Promise<PreparedDocument[]> {
  const { ports, claims } = run;
  const { pace = NO_PACING } = ports;
  const yielder = createYielder();
  const cuts: CutDocument[] = [];
  for (const document of page) {
    try {
      if (document.published === null) cuts.push(await pace.begin(() => cutDocumentText(document, yielder)));
      else {
        const changedNamespaces = document.unannouncedNamespaces;
        recorder.add({ document, outcome: document.published, changedNamespaces, newVectors: [] });
        end(document);
      }
    } catch (error) {
      failDocument(run, recorder, document, { fault: toFault(error) });
      end(document);
    }
  }
  const prepared = await withMissing(cuts, ports.generations, claims);
  const writes = prepared
    .filter(({ fresh }) => fresh.length > 0)
    .map(({ document, fresh }) => ({
      documentId: document.documentId,
      passageIds: fresh.map(({ passage }) => passage.passageId),
    }));
  const held = writes.length === 0 ? new Set<string>() : await ports.catalogue.noteWrites(claims.run, writes);
  const isHeld = ({ document, fresh }: CutDocument): boolean =>
    fresh.length === 0 || held.has(document.documentId);
  for (const lost of prepared.filter((cut) => !isHeld(cut))) end(lost.document);
  return prepared.filter(isHeld);
}

async function embedDocument(
  lanes: readonly EmbeddingLane[],
  prepared: PreparedDocument,
  completed: (tracked: Tracked) => void,
): Promise<void> {
  const { document, missing } = prepared;
  const waiting = missing.reduce((sum, passages) => sum + passages.length, 0);
  const tracked: Tracked = { prepared, waiting, fault: null, vectors: [] };
  if (waiting === 0) return completed(tracked);
  for (const [at, lane] of lanes.entries()) {
    const passages = missing[at] ?? [];
    const keepEvery = Math.ceil(passages.length / VECTORS_KEPT);
    for (const [place, { passage, embeddingTokens }] of passages.entries()) {
      const settle: LanePassage['settle'] = (fault, vector) => {
        // Only the generation that searches use has a say in what becomes of a document.
        if (at === 0) tracked.fault ??= fault;
        if (at === 0 && vector !== null && place % keepEvery === 0) tracked.vectors.push(vector);
        tracked.waiting -= 1;
        if (tracked.waiting === 0) completed(tracked);
      };
      await lane.add({ document, passage, embeddingTokens, settle });
    }
  }
}

async function settleDocument(run: PipelineRun, recorder: OutcomeRecorder, tracked: Tracked): Promise<void> {
  const { prepared, fault } = tracked;
  const { document } = prepared;
  const { pace = NO_PACING } = run.ports;
  if (fault !== null) return failDocument(run, recorder, document, { fault });
  try {
    const published = await pace.finish(() => publishDocument(run.ports, prepared, run.claims.signal));
    if (published !== null) recorder.add({ document, ...published, newVectors: tracked.vectors });
  } catch (error) {
    run.claims.signal.throwIfAborted();
    const failure = toFault(error);
    if (failure.isRetryable && !run.command.isLastAttempt) throw failure;
    // Whether it was published is unknown: as if it was.
    failDocument(run, recorder, document, { fault: failure, changedNamespaces: [document.namespace] });
  }
}

function failDocument(
  { ports, command }: PipelineRun,
  recorder: OutcomeRecorder,
  document: ClaimedDocument,
  {
    fault,
    changedNamespaces = [],
  }: { readonly fault: Fault; readonly changedNamespaces?: readonly string[] },
): void {
  const { tenantId, ingestionId } = command;
  const { documentId } = document;
  ports.logger.warn({ tenant: tenantId, ingestionId, documentId, error: fault }, 'document not ingested');
  const outcome = { status: 'failed', error: fault.message } as const;
  recorder.add({ document, outcome, changedNamespaces, newVectors: [] });
}
