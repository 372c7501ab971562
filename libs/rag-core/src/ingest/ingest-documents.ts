import { setImmediate } from 'node:timers/promises';
import { Fault, toFault } from '@ragfleet/kernel';
import { sanitizePassage } from '@ragfleet/guards';
import type { DocumentOutcome, IngestionCatalogue, PendingDocument } from '../ports/documents.ts';
import type { Embedder } from '../ports/models.ts';
import type { ChangeSequence, Logger } from '../ports/operations.ts';
import type { VectorIndex } from '../ports/passages.ts';
import { type CutPassage, cutPassages } from './cut-passages.ts';
import { type EmbeddedTexts, embedPassages } from './embed-passages.ts';
import { type PreparedDocument, publishDocument } from './publish-document.ts';

export interface IngestPorts {
  readonly catalogue: IngestionCatalogue;
  readonly embedder: Embedder;
  readonly vectorIndex: VectorIndex;
  readonly changes: ChangeSequence;
  readonly logger: Logger;
  /** Told after every page, so that somebody can report progress. */
  readonly onProgress?: (ingestion: Ingestion, outcomes: readonly DocumentOutcome[]) => Promise<void>;
}

export interface Ingestion {
  readonly tenantId: string;
  readonly ingestionId: string;
}

export interface IngestCommand extends Ingestion {
  /** On the last attempt a fault that may pass fails its documents instead of the run: an ingestion always ends. */
  readonly isLastAttempt: boolean;
}

export type IngestDocuments = (command: IngestCommand, signal: AbortSignal) => Promise<void>;

interface CutDocument {
  readonly document: PendingDocument;
  readonly passages: readonly CutPassage[];
  readonly fresh: readonly CutPassage[];
  readonly replaced: readonly string[];
}

const DOCUMENTS_PER_PAGE = 32;

/**
 * Pending documents of an ingestion to searchable ones, a page at a time: sanitize → cut → embed what is new, packed
 * across documents → publish → move the change sequence → record. It can be stopped anywhere and run again: what is
 * recorded is done, what is published is not embedded again. Throws faults that may pass (the queue tries again).
 */
export function createIngestDocuments(ports: IngestPorts): IngestDocuments {
  const nextPage = async (command: IngestCommand): Promise<PendingDocument[]> =>
    ports.catalogue.pendingDocuments(command.tenantId, command.ingestionId, DOCUMENTS_PER_PAGE);

  return async (command, signal) => {
    await ports.catalogue.startIngestion(command.tenantId, command.ingestionId);
    for (let page = await nextPage(command); page.length > 0; page = await nextPage(command)) {
      signal.throwIfAborted();
      const outcomes = await ingestPage(ports, command, page, signal);
      await acknowledge(ports, command, page, outcomes);
      await ports.onProgress?.(command, [...outcomes.values()]);
    }
    await ports.catalogue.finishIngestion(command.tenantId, command.ingestionId);
  };
}

type Outcomes = ReadonlyMap<PendingDocument, DocumentOutcome>;

async function ingestPage(
  ports: IngestPorts,
  command: IngestCommand,
  page: readonly PendingDocument[],
  signal: AbortSignal,
): Promise<Outcomes> {
  const outcomes = new Map<PendingDocument, DocumentOutcome>();
  /** Runs one document's part; its fault is its own, unless it may pass and there is another attempt. */
  const isolated = async <T>(document: PendingDocument, run: () => Promise<T>): Promise<T | null> => {
    try {
      return await run();
    } catch (error) {
      signal.throwIfAborted();
      const fault = toFault(error);
      if (fault.isRetryable && !command.isLastAttempt) throw fault;
      outcomes.set(document, { status: 'failed', error: fault.message });
      const { tenantId, ingestionId } = command;
      ports.logger.warn(
        { tenantId, ingestionId, documentId: document.documentId, err: fault },
        'document not ingested',
      );
      return null;
    }
  };

  const cuts: CutDocument[] = [];
  for (const document of page) {
    const cut = await isolated(document, () => cutPendingDocument(ports, document));
    if (cut !== null) cuts.push(cut);
    // Cutting is CPU work: let the queue's lock be renewed between documents.
    await setImmediate();
  }
  const embedded = await embedFresh(ports, command, cuts, signal);
  for (const cut of cuts) {
    const { document } = cut;
    const outcome = await isolated(document, async () => publish(ports, withVectors(cut, embedded), signal));
    if (outcome !== null) outcomes.set(document, outcome);
  }
  return outcomes;
}

async function cutPendingDocument(ports: IngestPorts, document: PendingDocument): Promise<CutDocument> {
  const clean = { ...document, content: sanitizePassage(document.content) };
  const passages = cutPassages(clean);
  if (passages.length === 0) throw new Fault('invalid-input', 'The document has no text. Send one that has.');
  const current = await ports.catalogue.currentPassages(document.tenantId, document.documentId);
  const known = new Set(current.map(({ passageId }) => passageId));
  const fresh = passages.filter(({ passage }) => !known.has(passage.passageId));
  return { document, passages, fresh, replaced: [...known] };
}

async function embedFresh(
  { embedder }: IngestPorts,
  { isLastAttempt }: IngestCommand,
  cuts: readonly CutDocument[],
  signal: AbortSignal,
): Promise<EmbeddedTexts> {
  const fresh = cuts.flatMap((cut) => cut.fresh);
  try {
    return await embedPassages(embedder, fresh, signal);
  } catch (error) {
    signal.throwIfAborted();
    const fault = toFault(error);
    if (fault.isRetryable && !isLastAttempt) throw fault;
    return new Map(fresh.map(({ embeddingText }) => [embeddingText, fault]));
  }
}

function withVectors(cut: CutDocument, embedded: EmbeddedTexts): PreparedDocument {
  const vectors = cut.fresh.map(({ passage, embeddingText }) => {
    const vector = embedded.get(embeddingText);
    if (vector instanceof Float32Array) return { passageId: passage.passageId, vector };
    throw vector ?? new Fault('internal', 'A passage was not embedded.');
  });
  return { ...cut, fresh: vectors };
}

async function publish(
  ports: IngestPorts,
  prepared: PreparedDocument,
  signal: AbortSignal,
): Promise<DocumentOutcome> {
  const isPublished = await publishDocument(ports, prepared, signal);
  const status = isPublished && prepared.fresh.length > 0 ? 'embedded' : 'unchanged';
  return { status, passages: prepared.passages.length };
}

/** The change sequence moves before anybody can read that a document is done. */
async function acknowledge(
  ports: IngestPorts,
  { tenantId, ingestionId }: Ingestion,
  page: readonly PendingDocument[],
  outcomes: Outcomes,
): Promise<void> {
  const published = page.filter((document) => outcomes.get(document)?.status !== 'failed');
  const namespaces = [...new Set(published.map(({ namespace }) => namespace))];
  if (namespaces.length > 0) await ports.changes.advance(tenantId, namespaces);
  for (const [{ documentId }, outcome] of outcomes)
    await ports.catalogue.recordOutcome(tenantId, ingestionId, documentId, outcome);
}
