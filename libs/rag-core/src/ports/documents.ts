import type { AccessSet } from '@ragfleet/kernel';
import type { Passage } from './passages.ts';

/** A document waiting to be cut and embedded. */
export interface PendingDocument {
  readonly tenantId: string;
  readonly documentId: string;
  readonly version: number;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly department: string | null;
  readonly content: string;
}

export type DocumentOutcome =
  | { readonly status: 'embedded'; readonly passages: number }
  | { readonly status: 'unchanged'; readonly passages: number }
  | { readonly status: 'failed'; readonly error: string };

/** A passage that was cut and not yet published. */
export type NewPassage = Pick<Passage, 'passageId' | 'headings' | 'ordinal' | 'text' | 'contentHash'>;

/** The labels of a stored document, as much as a change of it needs to know. */
export type DocumentLabels = Pick<PendingDocument, 'namespace' | 'department'>;

export interface IngestionKey {
  readonly tenantId: string;
  readonly ingestionId: string;
}

/** How an ingestion's passages get their vectors: at once, or by the provider's slow and cheap batches. */
export type EmbeddingMode = 'realtime' | 'batch';

/** One run of one ingestion. A later run of the same ingestion takes over everything that an earlier one held. */
export interface IngestionRun extends IngestionKey {
  readonly runId: string;
}

/** A document whose turn has come: nobody else changes it or its vectors while the run that claimed it lives. */
export interface ClaimedDocument extends PendingDocument {
  readonly runId: string;
  /** The passages of the version that is current now. */
  readonly currentPassageIds: readonly string[];
  /** Passages whose vectors are being removed, or lately were: an index that shows writes late may still have them. */
  readonly doubtfulPassageIds: readonly string[];
  /** An earlier run published this version and died before it said so: what is left to do is to say it. */
  readonly published: DocumentOutcome | null;
}

export interface ClaimDocuments {
  readonly run: IngestionRun;
  /** Where the page before ended; 0 for the first. */
  readonly after: number;
  readonly maxDocuments: number;
  /** Of content. The first document comes whatever its size. */
  readonly maxBytes: number;
  /** Only the documents of one provider batch; null for those that are in none. */
  readonly batchId: string | null;
}

export interface ClaimedPage {
  readonly documents: readonly ClaimedDocument[];
  /** Where the next page begins; null when there is none. */
  readonly next: number | null;
}

export type Publication =
  /** Current from now on. */
  | { readonly status: 'published'; readonly upkeep: VectorUpkeepTask | null }
  /** A newer version won, or the document is gone. */
  | { readonly status: 'superseded'; readonly upkeep: VectorUpkeepTask | null }
  /** Another run has taken the document over, and is the one to finish it. */
  | { readonly status: 'lost' };

/** What the vector indexes still have to be told of one document. */
export interface VectorUpkeepTask {
  readonly tenantId: string;
  readonly documentId: string;
  /** The document is gone, and every vector with it. */
  readonly isDeleted: boolean;
  /** Passages that are not current. */
  readonly leftoverPassageIds: readonly string[];
  /** What the vectors have to say of their document; null when they do. */
  readonly labels: DocumentLabels | null;
}

/** A provider's batch that an ingestion waits for. */
export interface RememberedBatch {
  readonly batchId: string;
  readonly submittedAtMs: number;
}

/** What ingestion needs of the document store. */
export interface IngestionCatalogue {
  /** Begins a run: the ingestion is `running`, and what an earlier run of it held is free. null when there is none. */
  startRun(run: IngestionRun, aliveMs: number): Promise<{ readonly embedding: EmbeddingMode } | null>;
  /** False when a later run has begun: this one may change nothing any more. */
  keepRunAlive(run: IngestionRun, aliveMs: number): Promise<boolean>;
  /** Frees what the run still holds. */
  endRun(run: IngestionRun): Promise<void>;
  /** Pending documents whose turn has come, equal contents next to each other. Others come when their holder is done. */
  claimDocuments(claim: ClaimDocuments): Promise<ClaimedPage>;
  /**
   * Remembers, before the first vector of them is written, which passages of which documents may get one: so that
   * none is forgotten when the run dies. Returns the documents that the run still holds.
   */
  noteWrites(
    run: IngestionRun,
    writes: readonly { readonly documentId: string; readonly passageIds: readonly string[] }[],
  ): Promise<ReadonlySet<string>>;
  /**
   * Makes the version current in one step, so that the document is never missing and never twice. What the vector
   * indexes have to be told then is the caller's to do and to settle, and stays claimed by it until then.
   */
  publishVersion(
    document: ClaimedDocument,
    passages: readonly NewPassage[],
    outcome: 'embedded' | 'unchanged',
  ): Promise<Publication>;
  /** Gives the documents their outcomes and frees them. The first outcome of a document stays. */
  recordOutcomes(
    run: IngestionRun,
    outcomes: readonly { readonly documentId: string; readonly outcome: DocumentOutcome }[],
  ): Promise<void>;
  /** Fails whatever is pending. */
  failPending(key: IngestionKey, error: string): Promise<void>;
  /** True when nothing was pending and the ingestion is over; false when it goes on. */
  finishIngestion(key: IngestionKey): Promise<boolean>;
  rememberBatch(run: IngestionRun, batchId: string, documentIds: readonly string[]): Promise<void>;
  /** The oldest first. */
  rememberedBatches(key: IngestionKey): Promise<RememberedBatch[]>;
  /** Its documents that are still pending are in no batch from now on. */
  forgetBatch(run: IngestionRun, batchId: string): Promise<void>;
}

/** The vectors' debts of changes to documents, kept by the document store until somebody has paid them. */
export interface VectorUpkeepStore {
  /** Tasks that nobody works on, of one document or of any. The holder has to be done within `aliveMs`. */
  claimUpkeep(claim: {
    readonly holder: string;
    readonly aliveMs: number;
    readonly limit: number;
    readonly document: { readonly tenantId: string; readonly documentId: string } | null;
  }): Promise<VectorUpkeepTask[]>;
  /** What was done is no debt any more; what came up meanwhile still is. Frees the documents. */
  settleUpkeep(holder: string, done: readonly VectorUpkeepTask[]): Promise<void>;
  /** Frees what the holder still has. */
  releaseUpkeep(holder: string): Promise<void>;
}

/** Only what is named changes. */
export interface DocumentPatch extends Partial<DocumentLabels> {
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What changing a document needs of the document store. */
export interface DocumentCatalogue<Document extends DocumentLabels> {
  getDocument(access: AccessSet, documentId: string): Promise<Document | null>;
  relabelDocument(tenantId: string, documentId: string, patch: DocumentPatch): Promise<Document | null>;
  deleteDocument(tenantId: string, documentId: string): Promise<boolean>;
}

/** A current passage, as much as another model's index needs to know. */
export interface IndexedPassage
  extends Pick<
    Passage,
    'passageId' | 'documentId' | 'namespace' | 'department' | 'title' | 'headings' | 'text'
  > {
  readonly tenantId: string;
  /** Grows with each publication. */
  readonly position: number;
}

/** How far the index of another model is. */
export interface GenerationProgress {
  /** `complete` when every passage had its turn that was there when the filling began; it goes on with new ones. */
  readonly state: 'building' | 'complete';
  readonly position: number;
  readonly doneCount: number;
  readonly totalCount: number;
}

/** What filling the index of another model needs of the document store. */
export interface GenerationCatalogue {
  /** Takes the filling of the generation for this holder, as long as it comes back within `aliveMs`. null while another has it. */
  claimGeneration(generation: string, holder: string, aliveMs: number): Promise<GenerationProgress | null>;
  /** Current passages of every tenant after a position, in order, that were published long enough ago to be complete. */
  passagesAfter(position: number, limit: number): Promise<IndexedPassage[]>;
  /** Those of the passages that are still current, with their labels now. */
  labelsOf(
    tenantId: string,
    passageIds: readonly string[],
  ): Promise<({ readonly passageId: string; readonly documentId: string } & DocumentLabels)[]>;
  /** `position` is where the next claim goes on. The state is what the store can vouch for. */
  recordGeneration(
    generation: string,
    holder: string,
    progress: Pick<GenerationProgress, 'state' | 'position'>,
  ): Promise<GenerationProgress>;
}
