import type { AccessSet } from '@ragfleet/kernel';
import type { DocumentInput, EmbeddingChoice } from '@ragfleet/contracts';
import type {
  ChangeAnnouncements,
  DocumentOutcome,
  GenerationCatalogue,
  IngestionCatalogue,
  KeywordIndex,
  PassageReader,
  SearchScope,
  VectorUpkeepStore,
  SourceCatalogue,
} from '@ragfleet/rag-core';
import type { UploadStore } from './files/contract.ts';
import type { TenantRemains } from './tenants/remove-tenant.ts';

export interface CatalogueDocument {
  readonly tenantId: string;
  readonly documentId: string;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly department: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly version: number;
  readonly passages: number;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface IngestionRecord {
  readonly tenantId: string;
  readonly ingestionId: string;
  readonly principalId: string;
  readonly status: 'queued' | 'running' | 'finished' | 'failed';
  readonly counts: {
    readonly total: number;
    readonly pending: number;
    readonly embedded: number;
    readonly unchanged: number;
    readonly failed: number;
  };
  readonly callbackUrl: string | null;
  /** How its documents are to be embedded. */
  readonly embedding: EmbeddingChoice;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}

export interface IngestedDocument {
  readonly documentId: string;
  /** Its place in the ingestion; places are ordered and have gaps. */
  readonly position: number;
  readonly status: 'pending' | DocumentOutcome['status'];
  readonly passages: number;
  readonly error: string | null;
}

/** Which documents of an ingestion are read. */
export interface IngestionView {
  readonly status: IngestedDocument['status'] | null;
  /** The position after which it begins. */
  readonly startingAfter: number | null;
  readonly limit: number;
}

export interface AcceptIngestion {
  readonly tenantId: string;
  readonly principalId: string;
  readonly documents: readonly DocumentInput[];
  readonly callbackUrl: string | null;
  /** `realtime` by default. */
  readonly embedding?: EmbeddingChoice | undefined;
}

/** The authority on what exists and who may read it. Every read takes the caller's access. */
export interface DocumentStore
  extends KeywordIndex,
    PassageReader,
    IngestionCatalogue,
    VectorUpkeepStore,
    ChangeAnnouncements,
    GenerationCatalogue,
    UploadStore {
  /** Stores the bytes and the pending versions; what was current stays current until the new version is published. */
  acceptIngestion(command: AcceptIngestion): Promise<IngestionRecord>;
  /** With the first 1,000 documents unless `view` says otherwise. */
  getIngestion(
    tenantId: string,
    ingestionId: string,
    view?: IngestionView,
  ): Promise<{ record: IngestionRecord; documents: IngestedDocument[]; isTruncated: boolean } | null>;
  /**
   * For upkeep, across tenants: up to `limit` ingestions that have not ended, and that were neither accepted nor claimed
   * within `olderThanMs`; the longest unclaimed first. Claims at the same time share them out.
   */
  claimUnfinishedIngestions(due: {
    readonly olderThanMs: number;
    readonly limit: number;
  }): Promise<Pick<IngestionRecord, 'tenantId' | 'ingestionId'>[]>;
  /**
   * For upkeep, across tenants: up to `limit` ingestions that ended within the last day and longer than `olderThanMs` ago,
   * of whose end nobody noted that it was told; claimed as above.
   */
  claimUnreportedIngestions(due: {
    readonly olderThanMs: number;
    readonly limit: number;
  }): Promise<Pick<IngestionRecord, 'tenantId' | 'ingestionId'>[]>;
  /** Notes that the end of an ingestion was told. Nothing of one that has not ended. */
  noteReported(ingestion: Pick<IngestionRecord, 'tenantId' | 'ingestionId'>): Promise<void>;
  /**
   * For upkeep, across tenants: removes a bounded part of the ingestions that ended longer ago than `olderThanMs`. Resolves
   * to how many rows went; again until none did.
   */
  removeOldIngestions(due: { readonly olderThanMs: number }, signal: AbortSignal): Promise<number>;
  getDocument(access: AccessSet, documentId: string): Promise<CatalogueDocument | null>;
  listDocuments(
    scope: SearchScope,
    page: { readonly limit: number; readonly startingAfter: string | null },
  ): Promise<{ documents: CatalogueDocument[]; hasMore: boolean }>;
  /** In force for every search and re-check when it returns. null when there is no such document. */
  relabelDocument(
    tenantId: string,
    documentId: string,
    patch: {
      readonly namespace?: string;
      readonly department?: string | null;
      readonly metadata?: Readonly<Record<string, string>>;
    },
  ): Promise<CatalogueDocument | null>;
  /** False when there was nothing to delete. */
  deleteDocument(tenantId: string, documentId: string): Promise<boolean>;
  /** Takes a person's name off what they loaded: of how many ingestions. The documents stay. Faults: unavailable. */
  forgetPerson(tenantId: string, principalId: string, signal: AbortSignal): Promise<number>;
  /**
   * Removes a bounded part of what a tenant has. Again until nothing was removed and no vectors are owed: then nothing of
   * it is left here. Safe beside itself and beside everything else.
   */
  removeTenantPart(tenantId: string, signal: AbortSignal): Promise<TenantRemains>;
  /** What is known of the sources that are kept in step. */
  readonly sources: SourceCatalogue;
  close(): Promise<void>;
}
