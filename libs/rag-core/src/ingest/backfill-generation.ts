import { randomUUID } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { DocumentLabels } from '../ports/documents.ts';
import type {
  GenerationCatalogue,
  GenerationClaim,
  GenerationProgress,
  IndexedPassage,
} from '../ports/generations.ts';
import type { Logger } from '../ports/operations.ts';
import type { PassageVector } from '../ports/passages.ts';
import { countTokens } from '../tokens/count-tokens.ts';
import { embeddingTextOf } from './cutting/cut-passages.ts';
import { type Embedded, embedRequest, type TextToEmbed } from './embedding/embed-request.ts';
import { generationName } from './generation-name.ts';
import type { IndexGeneration } from './ingest-contract.ts';
import { createRequestPacker } from './embedding/request-packer.ts';
import { NO_PACING, type Pace, paceOfEmbedding } from './pace.ts';

export interface BackfillPorts {
  readonly catalogue: GenerationCatalogue;
  readonly generation: IndexGeneration;
  /** `at-once`: the index of another model. `when-asked`: the one that ingestion keeps whole, until it has lost something. */
  readonly begins: 'at-once' | 'when-asked';
  readonly logger: Logger;
  /** Without one, every write begins at once. */
  readonly pace?: Pace;
}

/**
 * One page of work. null while another process does it, and while nobody asked for it. `isIdle` when there was nothing to
 * do: every passage that is settled has been looked at.
 */
export type BackfillGeneration = (
  signal: AbortSignal,
) => Promise<(GenerationProgress & { readonly isIdle: boolean }) | null>;

const PASSAGES_PER_PAGE = 1_000;
/** Above the longest page, with its retries: who stops in the middle is replaced after it. */
const ALIVE_MS = 600_000;

/**
 * Fills the index of a model with the passages that are current, a page at each call, wherever it was left. A passage
 * that is published later comes later; what is there is found and not embedded again.
 */
export function createBackfillGeneration(ports: BackfillPorts): BackfillGeneration {
  const { catalogue, generation, begins } = ports;
  const holder = `backfill_${randomUUID()}`;
  const name = generationName(generation);
  return async (signal) => {
    if (begins === 'at-once') await catalogue.beginGeneration(name);
    const before = await catalogue.claimGeneration(name, holder, ALIVE_MS);
    if (before === null) return null;
    const page = await catalogue.passagesAfter(before.position, PASSAGES_PER_PAGE);
    for (const passages of byTenant(page)) await fillPassages(ports, before, passages, signal);
    const isIdle = page.length === 0;
    const position = page.at(-1)?.position ?? before.position;
    const state = isIdle ? 'complete' : before.state;
    const after = await catalogue.recordGeneration(name, holder, { state, position, passages: page.length });
    return { ...after, isIdle };
  };
}

/** One tenant at a time: no request and no write mixes two. */
function byTenant(page: readonly IndexedPassage[]): IndexedPassage[][] {
  return [...Map.groupBy(page, ({ tenantId }) => tenantId).values()];
}

async function fillPassages(
  ports: BackfillPorts,
  { isRefill }: Pick<GenerationClaim, 'isRefill'>,
  passages: readonly IndexedPassage[],
  signal: AbortSignal,
): Promise<void> {
  const [first] = passages;
  if (first === undefined) return;
  const ids = passages.map(({ passageId }) => passageId);
  const there = await ports.generation.vectorIndex.existing(first.tenantId, ids, signal);
  await embedMissing(
    ports,
    passages.filter(({ passageId }) => !there.has(passageId)),
    signal,
  );
  if (!isRefill) return;
  await relabelAll(
    ports,
    passages.filter(({ passageId }) => there.has(passageId)),
    signal,
  );
}

async function embedMissing(
  ports: BackfillPorts,
  missing: readonly IndexedPassage[],
  signal: AbortSignal,
): Promise<void> {
  const { generation, logger } = ports;
  for (const request of requestsOf(missing, generation)) {
    const vectors = await embed(ports, request, signal);
    const written: PassageVector[] = [];
    for (const [at, { passage }] of request.entries()) {
      const vector = vectors[at];
      if (vector instanceof Float32Array) written.push(passageVector(passage, vector));
      else
        logger.warn(
          { tenant: passage.tenantId, documentId: passage.documentId, error: vector },
          'passage not embedded',
        );
    }
    await writeCurrent(ports, written, signal);
  }
}

function embed(
  { generation: { embedder }, pace = NO_PACING }: BackfillPorts,
  request: readonly TextToEmbed[],
  signal: AbortSignal,
): Promise<Embedded[]> {
  return paceOfEmbedding(embedder, pace).begin(() => embedRequest(embedder, request, signal));
}

function requestsOf(missing: readonly IndexedPassage[], { embedder }: IndexGeneration) {
  const toText = (passage: IndexedPassage) => {
    const text = embeddingTextOf(passage.title, passage);
    return { passage, text, embeddingTokens: countTokens(text) };
  };
  const packer = createRequestPacker<ReturnType<typeof toText>>(embedder);
  const full = missing.flatMap((passage) => {
    const request = packer.add(toText(passage));
    return request === null ? [] : [request];
  });
  const rest = packer.take();
  return rest.length === 0 ? full : [...full, rest];
}

async function writeCurrent(
  ports: BackfillPorts,
  vectors: readonly PassageVector[],
  signal: AbortSignal,
): Promise<void> {
  const { generation, pace = NO_PACING } = ports;
  if (vectors.length > 0) await pace.begin(() => generation.vectorIndex.upsert(vectors, signal));
  await putRight(ports, vectors, signal);
}

/** Of documents whose vectors an index had before, such as one that was restored: nobody knows which labels they have. */
async function relabelAll(
  ports: BackfillPorts,
  passages: readonly IndexedPassage[],
  signal: AbortSignal,
): Promise<void> {
  const documents = new Map(passages.map((passage) => [passage.documentId, passage]));
  for (const passage of documents.values()) await relabel(ports, passage, passage, signal);
  await putRight(ports, passages, signal);
}

type WrittenPassage = Pick<IndexedPassage, 'tenantId' | 'documentId' | 'passageId' | keyof DocumentLabels>;

/** What was deleted, replaced or relabeled while it was embedded is put right after the write. */
async function putRight(
  ports: BackfillPorts,
  written: readonly WrittenPassage[],
  signal: AbortSignal,
): Promise<void> {
  const [first] = written;
  if (first === undefined) return;
  const { tenantId } = first;
  const now = await ports.catalogue.labelsOf(
    tenantId,
    written.map(({ passageId }) => passageId),
  );
  const labels = new Map(now.map((passage) => [passage.passageId, passage]));
  const gone = written.filter(({ passageId }) => !labels.has(passageId)).map(({ passageId }) => passageId);
  if (gone.length > 0) await ports.generation.vectorIndex.removePassages(tenantId, gone, signal);
  const moved = new Map<string, DocumentLabels>();
  for (const passage of written) {
    const current = labels.get(passage.passageId);
    if (current !== undefined && !hasLabels(passage, current)) moved.set(passage.documentId, current);
  }
  for (const [documentId, current] of moved) await relabel(ports, { tenantId, documentId }, current, signal);
}

const relabel = (
  { generation: { vectorIndex } }: BackfillPorts,
  { tenantId, documentId }: Pick<WrittenPassage, 'tenantId' | 'documentId'>,
  { namespace, department }: DocumentLabels,
  signal: AbortSignal,
): Promise<void> => vectorIndex.relabelDocument(tenantId, documentId, { namespace, department }, signal);

const hasLabels = (passage: DocumentLabels, { namespace, department }: DocumentLabels): boolean =>
  passage.namespace === namespace && passage.department === department;

function passageVector(passage: IndexedPassage, vector: Float32Array): PassageVector {
  const { tenantId, documentId, passageId, namespace, department } = passage;
  return { tenantId, documentId, passageId, namespace, department, vector };
}

/** Fault `invalid-input` when both generations would share one index. */
export function requireDistinct(generations: readonly IndexGeneration[]): void {
  const names = generations.map(generationName);
  if (new Set(names).size < names.length)
    throw new Fault(
      'invalid-input',
      'NEXT_EMBEDDING_MODEL is the model in use. Name another, or leave it empty.',
    );
}
