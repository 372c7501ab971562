import type { EmbeddingChoice } from '@ragfleet/contracts';
import type { IngestionRecord } from '../contract.ts';

/** Where the files of one request are kept, under the id of the ingestion that they become. */
export interface UploadKey {
  readonly tenantId: string;
  readonly ingestionId: string;
}

/** A run of bytes of one file; `piece` counts from 0 within it. */
export interface UploadPiece {
  readonly fileOrdinal: number;
  readonly piece: number;
  /** Where it lies in the bytes that are stored together. */
  readonly offset: number;
  readonly length: number;
}

export interface UploadedFile {
  /** What the file stands under until its documents are known. */
  readonly documentId: string;
  readonly name: string;
  readonly mediaType: string | null;
}

export interface AcceptUpload extends UploadKey {
  readonly principalId: string;
  readonly callbackUrl: string | null;
  readonly embedding: EmbeddingChoice;
  readonly namespace: string;
  readonly department: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their ordinals. */
  readonly files: readonly UploadedFile[];
}

/** A file whose documents are not known yet, with the labels of its request. */
export interface WaitingFile extends UploadKey {
  readonly fileOrdinal: number;
  readonly name: string;
  readonly mediaType: string | null;
  readonly pieces: number;
  readonly namespace: string;
  readonly department: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A document of a file; `position` counts the file's results from 0, the same ones at every reading. */
export interface ExpandedDocument {
  readonly position: number;
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly source: string;
  readonly namespace?: string;
  readonly department?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface FailedDocument {
  readonly position: number;
  readonly id: string;
  readonly error: string;
}

export interface FilePortion {
  readonly results: readonly (ExpandedDocument | FailedDocument)[];
  /** The file has no more: it is removed with this. */
  readonly isLast: boolean;
}

/** Files from their first byte until the documents in them are known. Every write is one statement. */
export interface UploadStore {
  /** Fault `rate-limited` when more than `maxTenantBytes` of the tenant's files wait already. */
  beginUpload(tenantId: string, maxTenantBytes: number): Promise<UploadKey>;
  /** Fault `expired` when the upload took so long that upkeep removed it. */
  storePieces(place: UploadKey, bytes: Uint8Array, pieces: readonly UploadPiece[]): Promise<void>;
  /**
   * The ingestion, in which each file counts as one pending document until it is expanded. What is accepted or deleted
   * after this stands against what the files hold. Fault `expired` as above.
   */
  acceptUpload(command: AcceptUpload): Promise<IngestionRecord>;
  /** Removes every byte of what is no ingestion. */
  discardUpload(place: UploadKey): Promise<void>;
  /**
   * For upkeep, across tenants: removes up to `limit` uploads that never became an ingestion, or whose ingestion has ended;
   * and forgets deletions that no file waits for any more.
   */
  removeAbandonedUploads(due: { readonly olderThanMs: number; readonly limit: number }): Promise<number>;
  waitingFiles(place: UploadKey): Promise<WaitingFile[]>;
  readUploadedFile(file: WaitingFile, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** A portion of a file's results, once or again. False when the file waits no more: then nothing is written. */
  expandFile(file: WaitingFile, portion: FilePortion): Promise<boolean>;
  /** Removes a file that waits no more, or one that fails with `error` because it, or the rest of it, cannot be read. */
  closeFile(file: WaitingFile, error: string | null): Promise<void>;
}
