import type { Clock } from '@ragfleet/kernel';
import type { DocumentLabels } from '../ports/documents.ts';
import type { Logger } from '../ports/operations.ts';
import type {
  DocumentSource,
  PassReport,
  RemoveDocument,
  SourceCatalogue,
  SourceExtractor,
  SourceName,
  SubmitDocuments,
} from '../ports/sources.ts';

export interface SyncPorts {
  readonly catalogue: SourceCatalogue;
  readonly extractor: SourceExtractor;
  readonly submitDocuments: SubmitDocuments;
  readonly removeDocument: RemoveDocument;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the configuration says of a source. */
export interface SourceRules {
  readonly labels: DocumentLabels & { readonly metadata: Readonly<Record<string, string>> };
  /** A larger item is a failed one. */
  readonly maxItemBytes: number;
  /** Reading and extracting one item. */
  readonly itemTimeoutMs: number;
  readonly maxPassMs: number;
  /** A pass removes more than half of a source, and more than 10 documents, only when this says so. */
  readonly allowMassDelete: boolean;
}

export interface SyncCommand {
  readonly name: SourceName;
  readonly source: DocumentSource;
  readonly rules: SourceRules;
  /** Who passes: a second call with the same holder takes a pass over that a crash left behind. */
  readonly holder: string;
}

/** Null when another pass over the source is under way. */
export type SyncSource = (command: SyncCommand, signal: AbortSignal) => Promise<PassReport | null>;
