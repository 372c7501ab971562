import { sanitizedPieces } from '@ragfleet/guards';
import { Fault, MAX_DOCUMENT_CHARACTERS } from '@ragfleet/kernel';
import type { ClaimedDocument } from '../ports/ingestions.ts';
import type { VectorIndex } from '../ports/passages.ts';
import { type CutPassage, cutPassages } from './cutting/cut-passages.ts';
import type { IndexGeneration } from './ingest-contract.ts';
import type { RunClaims } from './run-claims.ts';
import type { Yielder } from './yielder.ts';

/** A document that is cut: `fresh` are the passages that the current version does not have. */
export interface CutDocument {
  readonly document: ClaimedDocument;
  readonly passages: readonly CutPassage[];
  readonly fresh: readonly CutPassage[];
}

/** With the passages that have to be embedded, for each generation in its order. */
export interface PreparedDocument extends CutDocument {
  readonly missing: readonly (readonly CutPassage[])[];
}

const IDS_PER_QUESTION = 500;

/** Faults: `invalid-input` for a document without text, `too-large` for one with more than ingestion takes. */
export async function cutDocumentText(document: ClaimedDocument, yielder: Yielder): Promise<CutDocument> {
  if (document.content.length > MAX_DOCUMENT_CHARACTERS) throw tooLong();
  const clean = { ...document, content: await sanitized(document.content, yielder) };
  const passages: CutPassage[] = [];
  for (const passage of cutPassages(clean)) {
    if (passage !== null) passages.push(passage);
    await yielder.yieldIfDue();
  }
  if (passages.length === 0) throw new Fault('invalid-input', 'The document has no text. Send one that has.');
  const current = new Set(document.currentPassageIds);
  const fresh = passages.filter(({ passage }) => !current.has(passage.passageId));
  // The passages are views of the cleaned text: nobody needs the other one any more.
  return { document: { ...document, content: '' }, passages, fresh };
}

async function sanitized(text: string, yielder: Yielder): Promise<string> {
  const pieces: string[] = [];
  for (const piece of sanitizedPieces(text)) {
    pieces.push(piece);
    await yielder.yieldIfDue();
  }
  return pieces.join('');
}

const tooLong = (): Fault =>
  new Fault(
    'too-large',
    `The text has more than ${MAX_DOCUMENT_CHARACTERS.toLocaleString('en')} characters. Split it into several documents.`,
  );

/** Leaves out what an earlier run has embedded already: a crash costs what was under way, not what was done. */
export async function withMissing(
  cuts: readonly CutDocument[],
  generations: readonly IndexGeneration[],
  { run, signal }: RunClaims,
): Promise<PreparedDocument[]> {
  const asked = cuts.flatMap(({ document, fresh }) => {
    const doubtful = new Set(document.doubtfulPassageIds);
    return fresh.map(({ passage }) => passage.passageId).filter((passageId) => !doubtful.has(passageId));
  });
  const existing = await Promise.all(
    generations.map(({ vectorIndex }, at) => {
      const found = existingOf(vectorIndex, run.tenantId, asked, signal);
      // The generation that searches use decides about a document. What another lacks is left to its backfill.
      return at === 0 ? found : found.catch(() => new Set(asked));
    }),
  );
  return cuts.map((cut) => ({
    ...cut,
    missing: existing.map((there) => cut.fresh.filter(({ passage }) => !there.has(passage.passageId))),
  }));
}

async function existingOf(
  vectorIndex: VectorIndex,
  tenantId: string,
  passageIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < passageIds.length; at += IDS_PER_QUESTION) {
    const part = passageIds.slice(at, at + IDS_PER_QUESTION);
    for (const passageId of await vectorIndex.existing(tenantId, part, signal)) found.add(passageId);
  }
  return found;
}
