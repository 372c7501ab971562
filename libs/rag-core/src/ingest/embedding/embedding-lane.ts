import { Fault, toFault } from '@ragfleet/kernel';
import type { ClaimedDocument, NewPassage } from '../../ports/ingestions.ts';
import type { PassageVector } from '../../ports/passages.ts';
import { embeddingTextOf } from '../cutting/cut-passages.ts';
import { type Embedded, embedRequest } from './embed-request.ts';
import type { IndexGeneration } from '../ingest-contract.ts';
import { type Pace, paceOfEmbedding } from '../pace.ts';
import { createLimit, type Limit } from '../limit.ts';
import { createRecentVectors } from './recent-vectors.ts';
import { createRequestPacker, type RequestPacker } from './request-packer.ts';
import { createSlots } from '../slots.ts';

/** A passage on its way into one index. */
export interface LanePassage {
  readonly document: ClaimedDocument;
  readonly passage: NewPassage;
  readonly embeddingTokens: number;
  /** Called once: the vector is in the index, or there is none for this reason. */
  readonly settle: (fault: Fault | null, vector: Float32Array | null) => void;
}

/** Everything that one generation has to embed: passages of many documents fill requests together. */
export interface EmbeddingLane {
  /** Resolves when there is room for more. */
  add(passage: LanePassage): Promise<void>;
  /** Sends what is not a full request. */
  flush(): Promise<void>;
  /** Resolves when every passage is settled; rejects with the first fault. */
  idle(): Promise<void>;
  /** Resolves when something that is in flight now has ended. */
  next(): Promise<void>;
  /** Requests and writes. */
  readonly inFlight: number;
}

export interface EmbeddingLaneOptions {
  readonly generation: IndexGeneration;
  readonly signal: AbortSignal;
  /** Before each write: throws when this run may not write any more. */
  readonly requireClaims: () => Promise<void>;
  /** Of what is worked off here: embedding with a local model, and writing. */
  readonly pace: Pace;
  /** What becomes of a fault of a whole request: thrown it ends the run, returned its texts have it. */
  readonly onRequestFault: (fault: Fault) => Fault;
}

/** A text that waits for its vector, with every passage that has it. */
interface WaitingText {
  readonly contentHash: string;
  readonly embeddingTokens: number;
  readonly passages: LanePassage[];
}

/** A passage whose vector is known, and has to be written for it. */
interface Embeddable {
  readonly lanePassage: LanePassage;
  readonly vector: Embedded;
}

/** A passage with what is written for it. */
interface Written {
  readonly lanePassage: LanePassage;
  readonly vector: PassageVector;
}

type LaneWriter = EmbeddingLaneOptions & { readonly limit: Limit };

const REQUESTS_IN_FLIGHT = 10;
/** Short statements, and few at once: the searches of others use the same index. */
const VECTORS_PER_UPSERT = 200;
const WRITES_AT_ONCE = 2;

/**
 * Passages with equal texts share one vector, also across documents. A vector is in the index before its passage is
 * settled, and is not kept for it: memory does not grow with the documents.
 */
export function createEmbeddingLane(options: EmbeddingLaneOptions): EmbeddingLane {
  const { embedder } = options.generation;
  const recent = createRecentVectors(embedder.dimension);
  const waiting = new Map<string, WaitingText>();
  const packer = createRequestPacker<WaitingText>(embedder);
  const writer = { ...options, limit: createLimit(WRITES_AT_ONCE) };
  const requests = createSlots(REQUESTS_IN_FLIGHT);
  const writes = createSlots(WRITES_AT_ONCE);
  let known: Embeddable[] = [];

  const send = (request: readonly WaitingText[]): Promise<void> =>
    requests.begin(async () => {
      const vectors = await vectorsOf(options, request, packer);
      const embedded = request.flatMap(({ contentHash, passages }, at): Embeddable[] => {
        const vector = vectors[at] ?? notEmbedded();
        waiting.delete(contentHash);
        recent.set(contentHash, vector);
        return passages.map((lanePassage) => ({ lanePassage, vector }));
      });
      await writeAll(writer, embedded);
    });
  const writeKnown = async (): Promise<void> => {
    const ready = known;
    known = [];
    if (ready.length > 0) await writes.begin(() => writeAll(writer, ready));
  };

  return {
    add: async (lanePassage) => {
      const { embeddingTokens, passage } = lanePassage;
      const { contentHash } = passage;
      const together = waiting.get(contentHash);
      if (together !== undefined) {
        together.passages.push(lanePassage);
        return;
      }
      const vector = recent.get(contentHash);
      if (vector !== undefined) {
        if (known.push({ lanePassage, vector }) >= VECTORS_PER_UPSERT) await writeKnown();
        return;
      }
      const text = { contentHash, embeddingTokens, passages: [lanePassage] };
      waiting.set(contentHash, text);
      const full = packer.add(text);
      if (full !== null) await send(full);
    },
    flush: async () => {
      await writeKnown();
      const rest = packer.take();
      if (rest.length > 0) await send(rest);
    },
    idle: async () => {
      await Promise.all([requests.idle(), writes.idle()]);
    },
    next: () =>
      Promise.race([requests, writes].filter(({ running }) => running > 0).map((slots) => slots.next())),
    get inFlight() {
      return requests.running + writes.running;
    },
  };
}

async function vectorsOf(
  { generation: { embedder }, signal, pace, onRequestFault }: EmbeddingLaneOptions,
  request: readonly WaitingText[],
  packer: Pick<RequestPacker<WaitingText>, 'learn'>,
): Promise<Embedded[]> {
  const embed = () => embedRequest(embedder, request.map(toText), signal, packer.learn);
  try {
    return await paceOfEmbedding(embedder, pace).begin(embed);
  } catch (error) {
    signal.throwIfAborted();
    const fault = onRequestFault(toFault(error));
    return request.map(() => fault);
  }
}

function toText({ passages: [first], embeddingTokens }: WaitingText) {
  const text = first === undefined ? '' : embeddingTextOf(first.document.title, first.passage);
  return { text, embeddingTokens };
}

/** Writes the vectors, then says so of each passage. */
async function writeAll(writer: LaneWriter, embeddable: readonly Embeddable[]): Promise<void> {
  const written: Written[] = [];
  for (const { lanePassage, vector } of embeddable) {
    if (vector instanceof Float32Array)
      written.push({ lanePassage, vector: passageVector(lanePassage, vector) });
    else lanePassage.settle(vector, null);
  }
  for (const part of upsertsOf(written, writer.pace)) {
    const fault = await upsertFault(
      writer,
      part.map(({ vector }) => vector),
    );
    for (const { lanePassage, vector } of part) lanePassage.settle(fault, vector.vector);
  }
}

/** As many as one statement takes; beside questions those of one document at the most. */
function upsertsOf(written: readonly Written[], { isSlow }: Pace): Written[][] {
  const together = isSlow
    ? [...Map.groupBy(written, ({ lanePassage }) => lanePassage.document.documentId).values()]
    : [written];
  return together.flatMap((vectors) =>
    Array.from({ length: Math.ceil(vectors.length / VECTORS_PER_UPSERT) }, (_, at) =>
      vectors.slice(at * VECTORS_PER_UPSERT, (at + 1) * VECTORS_PER_UPSERT),
    ),
  );
}

async function upsertFault(
  { generation, signal, requireClaims, pace, onRequestFault, limit }: LaneWriter,
  vectors: readonly PassageVector[],
): Promise<Fault | null> {
  try {
    const write = async (): Promise<void> => {
      await requireClaims();
      await generation.vectorIndex.upsert(vectors, signal);
    };
    await limit(() => pace.begin(write));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return onRequestFault(toFault(error));
  }
}

function passageVector({ document, passage }: LanePassage, vector: Float32Array): PassageVector {
  const { tenantId, documentId, namespace, department } = document;
  return { tenantId, documentId, passageId: passage.passageId, namespace, department, vector };
}

const notEmbedded = (): Fault => new Fault('internal', 'A passage was not embedded.');
