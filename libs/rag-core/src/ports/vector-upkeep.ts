import type { DocumentLabels } from './documents.ts';

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
