import { Fault } from '@ragfleet/kernel';
import type { SourceItem, SourcePass, StoredSourceItem } from '../ports/sources.ts';
import { decideItem } from './decide-item.ts';
import type { PassTally } from './pass-tally.ts';
import { type ItemFinding, readItem } from './read-item.ts';
import type { ItemInProgress, Submission } from './submission.ts';
import type { SyncCommand, SyncPorts } from './sync-ports.ts';

export interface PassContext {
  readonly ports: SyncPorts;
  readonly command: SyncCommand;
  readonly pass: SourcePass;
  /** Digest of the labels that the source has now. */
  readonly labels: string;
  readonly tally: PassTally;
  readonly submission: Submission;
  readonly signal: AbortSignal;
  /** True when the pass ends at its own deadline. */
  isTimeUp(): boolean;
}

/** Brings one page of listed items up to date. What it did stays done when the pass stops behind it, or runs out of time. */
export async function syncPage(context: PassContext, page: readonly SourceItem[]): Promise<void> {
  const seen: string[] = [];
  try {
    await syncItems(context, page, seen);
  } catch (error) {
    if (context.isTimeUp()) await keepPage(context, seen);
    throw error;
  }
  await keepPage(context, seen);
}

async function keepPage({ ports, pass, submission }: PassContext, seen: readonly string[]): Promise<void> {
  await submission.flush();
  await ports.catalogue.markSeen(pass, seen);
}

/** Adds to `seen` the keys of items that are still what is stored. */
async function syncItems(context: PassContext, page: readonly SourceItem[], seen: string[]): Promise<void> {
  const { pass, tally, signal, labels } = context;
  const { catalogue, clock } = context.ports;
  const keys = page.map(({ key }) => key);
  const stored = await catalogue.storedItems(pass, keys);
  for (const item of page) {
    signal.throwIfAborted();
    tally.add('listed');
    const known = stored.get(item.key);
    const decision = decideItem({ item, stored: known, labels, nowMs: clock.nowMs() });
    if (decision.action !== 'read') tally.add(decision.action === 'keep' ? 'unchanged' : 'waiting');
    const isSeen =
      decision.action !== 'read' || (await syncItem(context, item, known, decision.knownRevision));
    if (isSeen) seen.push(item.key);
  }
}

/** True when the item is still what is stored; else it was recorded, or is gone. */
async function syncItem(
  context: PassContext,
  item: SourceItem,
  stored: StoredSourceItem | undefined,
  knownRevision: string | null,
): Promise<boolean> {
  const { ports, command, tally, submission, signal } = context;
  const { key } = item;
  const progress: ItemInProgress = { key, stored, documents: 0, ingestionIds: new Set() };
  const invalid: InvalidParts = { documentIds: [], isAnyUnidentified: false, message: null };
  for await (const finding of readItem(ports, command, { item, knownRevision }, signal)) {
    switch (finding.kind) {
      case 'document':
        await submission.add(progress, finding.document);
        tally.add('documentsSubmitted');
        break;
      case 'invalid':
        if (finding.documentId === null) invalid.isAnyUnidentified = true;
        else invalid.documentIds.push(finding.documentId);
        invalid.message ??= finding.message;
        break;
      default:
        return endItem(context, progress, finding, invalid);
    }
  }
  throw new Fault('internal', 'Reading an item had no end.');
}

interface InvalidParts {
  readonly documentIds: string[];
  /** Any document of the item may be the one that cannot be read. */
  isAnyUnidentified: boolean;
  message: string | null;
}
type ItemEnd = Exclude<ItemFinding, { readonly kind: 'document' | 'invalid' }>;

async function endItem(
  context: PassContext,
  progress: ItemInProgress,
  end: ItemEnd,
  invalid: InvalidParts,
): Promise<boolean> {
  const { tally } = context;
  const { stored, documents } = progress;
  if (end.kind === 'unchanged') {
    tally.add('unchanged');
    return true;
  }
  // It is not marked as seen, so it goes with the others that are gone.
  if (end.kind === 'gone' && (stored?.documents ?? 0) > 0) return false;
  if (end.kind === 'complete' && documents > 0) completeItem(context, progress, end.revision, invalid);
  else await failItem(context, progress, failureOf(end, invalid));
  return false;
}

interface Failure {
  readonly revision: string | null;
  readonly message: string;
}

function failureOf(
  end: Exclude<ItemEnd, { readonly kind: 'unchanged' }>,
  { message }: InvalidParts,
): Failure {
  if (end.kind === 'failed') return end;
  if (end.kind === 'gone') return { revision: null, message: 'There is nothing there.' };
  return { revision: end.revision, message: message ?? 'There is no document in the item.' };
}

function completeItem(
  { submission, tally, labels }: PassContext,
  progress: ItemInProgress,
  revision: string,
  invalid: InvalidParts,
): void {
  const { key, stored } = progress;
  const keptDocumentIds = invalid.isAnyUnidentified ? 'all' : invalid.documentIds;
  const { message: error } = invalid;
  submission.complete(progress, { revision, labelsDigest: labels, keptDocumentIds, error });
  tally.add((stored?.documents ?? 0) === 0 ? 'new' : 'changed');
  if (error !== null) tally.fail(key, error);
}

/** At once, and not with its page: so a source that is slow to fail is not asked for the same items in every pass. */
async function failItem(
  { ports, pass, tally }: PassContext,
  { key }: ItemInProgress,
  { revision, message }: Failure,
): Promise<void> {
  tally.fail(key, message);
  await ports.catalogue.recordFailed(pass, { key, revision, error: message });
}
