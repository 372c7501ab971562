import { createHash } from 'node:crypto';
import { toFault } from '@ragfleet/kernel';
import { bookSearchUsage } from '../metering/book-search-usage.ts';
import type { EmbeddingMode, RememberedBatch } from '../ports/ingestions.ts';
import type { BatchEmbedder, Embedder } from '../ports/models.ts';
import { embeddingTextOf } from './cutting/cut-passages.ts';
import { accountOf } from './ingest-account.ts';
import { type PipelineRun, runPipeline } from './ingest-pipeline.ts';
import type { PreparedDocument } from './prepare-documents.ts';

const LOOK_AGAIN_MS = 60_000;

/**
 * An ingestion that chose the provider's batches: hands over what is fresh, takes up what is ready, and returns when to
 * look again. null when it is to be embedded at once: by its own choice, or because there is nobody to hand it to.
 */
export async function embedByBatches(run: PipelineRun, mode: EmbeddingMode): Promise<number | null> {
  if (mode === 'realtime') return null;
  const { ports, command, claims } = run;
  const remembered = await ports.catalogue.rememberedBatches(command);
  const [active] = ports.generations;
  const batchEmbedder = ports.batchEmbedder ?? null;
  if (batchEmbedder === null || active === undefined || batchEmbedder.model !== active.embedder.model) {
    const { tenantId, ingestionId } = command;
    ports.logger.warn(
      { tenant: tenantId, ingestionId },
      'no batch embedder for the model in use: embedded at once',
    );
    for (const { batchId } of remembered) await ports.catalogue.forgetBatch(claims.run, batchId);
    return null;
  }
  for (const batch of remembered) await takeUp(run, batchEmbedder, active.embedder, batch);
  // On the last attempt nobody would come back for a batch that cannot be handed over.
  if (command.isLastAttempt) await runPipeline(run, { batchId: null, embedder: active.embedder });
  else await handOver(run, batchEmbedder, active.embedder);
  return LOOK_AGAIN_MS;
}

/** Publishes the documents of a batch that is ready. What it lacks, or all of it when it failed, is embedded at once. */
async function takeUp(
  run: PipelineRun,
  batchEmbedder: BatchEmbedder,
  embedder: Embedder,
  { batchId }: RememberedBatch,
): Promise<void> {
  const { ports, command, claims } = run;
  const batch = await batchEmbedder.collect(batchId, claims.signal);
  if (batch.status === 'waiting') return;
  const vectors = batch.status === 'ready' ? batch.vectors : new Map<string, Float32Array>();
  if (batch.status === 'failed') {
    const { tenantId, ingestionId } = command;
    ports.logger.warn(
      { tenant: tenantId, ingestionId, batchId, reason: batch.error },
      'embedding batch failed: embedded at once',
    );
  }
  await runPipeline(run, { batchId, embedder: withVectors(embedder, vectors) });
  await ports.catalogue.forgetBatch(claims.run, batchId);
  if (batch.status === 'ready') await book(run, { model: batchEmbedder.model, tokens: batch.tokens });
  await discard(run, batchEmbedder, batchId);
}

/** Once, after the batch is forgotten. The documents are there: a book that is away does not undo them. */
async function book(
  { ports, command }: PipelineRun,
  used: { readonly model: string; readonly tokens: number },
): Promise<void> {
  if (ports.metering === undefined) return;
  try {
    const usage = {
      embeddingModel: used.model,
      embeddingTokens: used.tokens,
      isBatch: true,
      vectorQueries: 0,
    };
    await bookSearchUsage(usage, accountOf(command), ports.metering);
  } catch (error) {
    const { tenantId, ingestionId } = command;
    ports.logger.warn(
      { tenant: tenantId, ingestionId, ...used, error: toFault(error) },
      'embedding batch not booked',
    );
  }
}

/** The vectors are stored: what documents say need not stay with the provider. One that fails is the provider's to expire. */
async function discard(
  { ports, command, claims }: PipelineRun,
  batchEmbedder: BatchEmbedder,
  batchId: string,
): Promise<void> {
  try {
    await batchEmbedder.discard(batchId, claims.signal);
  } catch (error) {
    claims.signal.throwIfAborted();
    const { tenantId, ingestionId } = command;
    ports.logger.warn(
      { tenant: tenantId, ingestionId, batchId, error: toFault(error) },
      'embedding batch not discarded',
    );
  }
}

const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Embeds what the batch has no vector for. */
function withVectors(embedder: Embedder, vectors: ReadonlyMap<string, Float32Array>): Embedder {
  return {
    ...embedder,
    embed: async (texts, purpose, signal) => {
      const known = texts.map((text) => vectors.get(keyOf(text)));
      const missing = texts.filter((_text, at) => known[at] === undefined);
      const { vectors: embedded, tokens } =
        missing.length === 0 ? { vectors: [], tokens: 0 } : await embedder.embed(missing, purpose, signal);
      const rest = embedded.values();
      return { vectors: known.flatMap((vector) => vector ?? rest.next().value ?? []), tokens };
    },
  };
}

/** A batch that is being filled: whole documents, equal texts once. */
interface Filling {
  readonly texts: Map<string, string>;
  readonly documentIds: string[];
  bytes: number;
}

/** Documents whose passages all have their vectors, or that no batch could hold, go the ordinary way. */
async function handOver(run: PipelineRun, batchEmbedder: BatchEmbedder, embedder: Embedder): Promise<void> {
  let filling = emptyFilling();
  const send = async (): Promise<void> => {
    const full = filling;
    filling = emptyFilling();
    if (full.documentIds.length > 0) await submit(run, batchEmbedder, full);
  };
  await runPipeline(run, {
    batchId: null,
    embedder,
    divert: async (prepared) => {
      const texts = textsOf(prepared);
      if (texts.size === 0 || !fits(emptyFilling(), texts, batchEmbedder)) return false;
      if (!fits(filling, texts, batchEmbedder)) await send();
      add(filling, prepared.document.documentId, texts);
      return true;
    },
  });
  await send();
}

async function submit(
  { ports, claims }: PipelineRun,
  batchEmbedder: BatchEmbedder,
  { texts, documentIds }: Filling,
): Promise<void> {
  const named = [...texts].map(([key, text]) => ({ key, text }));
  const batchId = await batchEmbedder.submit(named, claims.signal);
  await ports.catalogue.rememberBatch(claims.run, batchId, documentIds);
}

const emptyFilling = (): Filling => ({ texts: new Map(), documentIds: [], bytes: 0 });

function textsOf({ document, missing: [active = []] }: PreparedDocument): ReadonlyMap<string, string> {
  const texts = active.map(({ passage }) => embeddingTextOf(document.title, passage));
  return new Map(texts.map((text) => [keyOf(text), text]));
}

function fits(filling: Filling, texts: ReadonlyMap<string, string>, limits: BatchEmbedder): boolean {
  return (
    filling.texts.size + texts.size <= limits.maxTextsPerBatch &&
    filling.bytes + bytesOf(texts) <= limits.maxBytesPerBatch
  );
}

function add(filling: Filling, documentId: string, texts: ReadonlyMap<string, string>): void {
  filling.documentIds.push(documentId);
  for (const [key, text] of texts) {
    if (filling.texts.has(key)) continue;
    filling.texts.set(key, text);
    filling.bytes += sizeOf(key, text);
  }
}

const bytesOf = (texts: ReadonlyMap<string, string>): number =>
  [...texts].reduce((sum, [key, text]) => sum + sizeOf(key, text), 0);

/** As a line of JSON, with what stands around it. */
const LINE_BYTES = 300;
const sizeOf = (key: string, text: string): number =>
  LINE_BYTES + key.length + Buffer.byteLength(JSON.stringify(text));
