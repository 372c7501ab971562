import { toFault } from '@ragfleet/kernel';
import type { DocumentOutcome } from '../ports/ingestions.ts';
import type { VectorUpkeepTask } from '../ports/vector-upkeep.ts';
import type { IngestPorts } from './ingest-contract.ts';
import { payUpkeep } from './pay-upkeep.ts';
import type { CutDocument } from './prepare-documents.ts';

export interface PublishedDocument {
  readonly outcome: DocumentOutcome;
  readonly changedNamespaces: readonly string[];
}

/**
 * Makes a document current whose passages all have their vectors, then removes the vectors that it no longer needs: at
 * every moment each current passage has one, and a vector without a current passage is refused by the re-check.
 * null when another run has taken the document over.
 */
export async function publishDocument(
  ports: IngestPorts,
  { document, passages, fresh }: CutDocument,
  signal: AbortSignal,
): Promise<PublishedDocument | null> {
  const status = fresh.length > 0 ? 'embedded' : 'unchanged';
  const publication = await ports.catalogue.publishVersion(
    document,
    passages.map(({ passage }) => passage),
    status,
  );
  if (publication.status === 'lost') return null;
  if (publication.upkeep !== null) await pay(ports, document.runId, publication.upkeep, signal);
  if (publication.status === 'superseded')
    return { outcome: { status: 'unchanged', passages: passages.length }, changedNamespaces: [] };
  return { outcome: { status, passages: passages.length }, changedNamespaces: publication.changedNamespaces };
}

/** The document is current: what cannot be tidied up now stays owed, and upkeep does it later. */
async function pay(
  { generations, catalogue, logger }: IngestPorts,
  runId: string,
  task: VectorUpkeepTask,
  signal: AbortSignal,
): Promise<void> {
  try {
    await payUpkeep(
      generations.map(({ vectorIndex }) => vectorIndex),
      task,
      signal,
    );
    await catalogue.settleUpkeep(runId, [task]);
  } catch (error) {
    const { tenantId, documentId } = task;
    logger.warn(
      { tenant: tenantId, documentId, error: toFault(error) },
      'vectors of a changed document remain for now',
    );
  }
}
