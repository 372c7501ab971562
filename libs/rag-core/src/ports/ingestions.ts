import type { DocumentLabels } from './documents.ts';
import type { Passage } from './passages.ts';
import type { VectorUpkeepTask } from './vector-upkeep.ts';

/** A document waiting to be cut and embedded. */
export interface PendingDocument extends DocumentLabels {
  readonly tenantId: string;
  readonly documentId: string;
  readonly version: number;
  readonly title: string;
  readonly source: string | null;
  readonly content: string;
}

export type DocumentOutcome =
  | { readonly status: 'embedded'; readonly passages: number }
  | { readonly status: 'unchanged'; readonly passages: number }
  | { readonly status: 'failed'; readonly error: string };

/** A passage that was cut and not yet published. */
export type NewPassage = Pick<Passage, 'passageId' | 'headings' | 'ordinal' | 'text' | 'contentHash'>;

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
  /** Namespaces that the earlier run's publication changed; perhaps it died before the change sequence moved. */
  readonly unannouncedNamespaces: readonly string[];
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
  | {
      readonly status: 'published';
      readonly upkeep: VectorUpkeepTask | null;
      /** Where searches find something else than before: what it left, and what it is in. None when nothing changed. */
      readonly changedNamespaces: readonly string[];
    }
  /** A newer version won, or the document is gone. */
  | { readonly status: 'superseded'; readonly upkeep: VectorUpkeepTask | null }
  /** Another run has taken the document over, and is the one to finish it. */
  | { readonly status: 'lost' };

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
  /** Of what was published and not recorded yet: the change sequence may not have moved for them. */
  unannouncedNamespaces(key: IngestionKey): Promise<string[]>;
  /** Fails whatever is pending, and keeps nothing of it. */
  failPending(key: IngestionKey, error: string): Promise<void>;
  /** True when nothing was pending and the ingestion is over; false when it goes on. */
  finishIngestion(key: IngestionKey): Promise<boolean>;
  rememberBatch(run: IngestionRun, batchId: string, documentIds: readonly string[]): Promise<void>;
  /** The oldest first. */
  rememberedBatches(key: IngestionKey): Promise<RememberedBatch[]>;
  /** Its documents that are still pending are in no batch from now on. */
  forgetBatch(run: IngestionRun, batchId: string): Promise<void>;
}
