import { Fault, toFault } from '@ragfleet/kernel';
import type { SourceDocument, SourceExtractionFailure, SourceItem, SourceReading } from '../ports/sources.ts';
import { sourceDocumentId } from './source-digests.ts';
import type { SyncCommand, SyncPorts } from './sync-ports.ts';

/** What reading an item finds, in order; the last one is not a `document` and not `invalid`. */
export type ItemFinding =
  | { readonly kind: 'document'; readonly document: SourceDocument }
  /** A part of the item is no document. Null where it does not say which one it was. */
  | { readonly kind: 'invalid'; readonly documentId: string | null; readonly message: string }
  | { readonly kind: 'complete'; readonly revision: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly revision: string | null; readonly message: string };

/** Reads and extracts one item. Throws only when the pass has to stop: everything else is the item's own failure. */
export async function* readItem(
  { extractor }: Pick<SyncPorts, 'extractor'>,
  command: SyncCommand,
  { item, knownRevision }: { readonly item: SourceItem; readonly knownRevision: string | null },
  signal: AbortSignal,
): AsyncGenerator<ItemFinding> {
  const { rules, source } = command;
  const ending = new AbortController();
  const timeUp = AbortSignal.timeout(rules.itemTimeoutMs);
  const limit = AbortSignal.any([signal, ending.signal, timeUp]);
  let revision = item.revision;
  try {
    if ((item.sizeBytes ?? 0) > rules.maxItemBytes)
      throw new Fault('too-large', 'The item is too large. Split it, or raise max_item_mb of the source.');
    const reading = await source.read(item.key, knownRevision, limit);
    if (reading.status === 'read') {
      revision = reading.revision;
      yield* extract(extractor, command, { item, reading }, limit);
      yield { kind: 'complete', revision };
    } else yield { kind: reading.status };
  } catch (error) {
    signal.throwIfAborted();
    const message = timeUp.aborted ? 'Reading the item took too long.' : toFault(error).message;
    yield { kind: 'failed', revision, message };
  } finally {
    // A content that was not read to its end is let go.
    ending.abort();
  }
}

async function* extract(
  extractor: SyncPorts['extractor'],
  { name, rules }: SyncCommand,
  { item, reading }: { readonly item: SourceItem; readonly reading: SourceReading & { status: 'read' } },
  signal: AbortSignal,
): AsyncGenerator<ItemFinding> {
  const { mediaType, content } = reading;
  const file = { name: item.key, ...(mediaType === null ? {} : { mediaType }), content };
  for await (const extraction of extractor.extract(file, signal)) {
    // A content that the signal cut may look like a whole one.
    signal.throwIfAborted();
    const id = sourceDocumentId(name, item.key, extraction.id);
    if ('error' in extraction) yield invalidPart(id, extraction);
    else {
      const { title, content: text } = extraction;
      // The labels are the source's alone: who writes a file does not choose who reads it.
      yield { kind: 'document', document: { ...rules.labels, id, title, content: text, source: item.key } };
    }
  }
  signal.throwIfAborted();
}

/** A failure of the file itself is the item's: documents that were not read must not be taken for gone. */
function invalidPart(
  id: string,
  { line, isUnidentified, error: { message } }: SourceExtractionFailure,
): ItemFinding {
  if (line === undefined) throw new Fault('corrupt', message);
  return { kind: 'invalid', documentId: isUnidentified ? null : id, message };
}
