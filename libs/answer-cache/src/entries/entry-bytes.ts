import type { CacheEntry, CacheStamp, Citation, Evidence, JudgedWording } from '@ragfleet/rag-core';
import { compactText, expandText } from '@ragfleet/sealing';
import { compactEvidence, EVIDENCE_BYTES, openEvidence } from './compact-evidence.ts';

/**
 * An entry as bytes: how many passages its evidence has, their names (32 bytes each), then the rest as compact JSON without
 * names. 255 passages stand for names that are not ingestion's, which are in the JSON. Left out is what serving makes
 * anew: timings, the cache's part, degradation (a degraded answer is not kept).
 */
export function entryBytes(entry: CacheEntry): Buffer {
  const { result, evidence, judged = [] } = entry;
  const compact = evidence.length < NOT_COMPACT ? compactEvidence(evidence) : null;
  const rest: EntryRow = [
    entry.question,
    entry.generation,
    entry.storedAtMs,
    entry.expiresAtMs,
    entry.origin === 'warming' ? 1 : 0,
    entry.stamps.flatMap(({ access, changes }) => [access, changes]),
    result.answer,
    result.citations.map((citation) => citationRow(citation, compact === null ? [] : evidence)),
    result.model,
    result.confidence,
    [result.usage.inputTokens, result.usage.outputTokens, result.usage.embeddingTokens],
    result.costUsd,
    result.warnings,
    compact === null ? evidence.flatMap(({ passageId, contentHash }) => [passageId, contentHash]) : [],
  ];
  if (judged.length > 0)
    rest.push(judged.map(({ wordingId, isSame }) => `${isSame ? SAME : DIFFERENT}${wordingId}`));
  const count = Buffer.of(compact === null ? NOT_COMPACT : evidence.length);
  return Buffer.concat([count, compact ?? Buffer.alloc(0), compactText(JSON.stringify(rest))]);
}

/** The seal proves that the fleet wrote the bytes, and the version before it that they are of this shape. */
export function openEntry(bytes: Buffer, spaceId: string): CacheEntry | null {
  const count = bytes[0] ?? 0;
  const jsonAt = count === NOT_COMPACT ? 1 : 1 + count * EVIDENCE_BYTES;
  const row: unknown = JSON.parse(expandText(bytes.subarray(jsonAt)));
  if (!isEntryRow(row)) return null;
  const [question, generation, storedAtMs, expiresAtMs, origin, stamps, ...ofResult] = row;
  const [answer, citations, model, confidence, usage, costUsd, warnings, names, judged = []] = ofResult;
  const evidence =
    count === NOT_COMPACT ? pairsOf(names, evidenceOf) : openEvidence(bytes.subarray(1, jsonAt));
  return {
    question,
    spaceId,
    generation,
    result: {
      answer,
      citations: citations.map((citation) => openCitation(citation, evidence)),
      model,
      confidence,
      usage: { inputTokens: usage[0], outputTokens: usage[1], embeddingTokens: usage[2] },
      costUsd,
      cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings,
      timingsMs: { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
    },
    evidence,
    stamps: pairsOf(stamps, stampOf),
    ...(judged.length > 0 && { judged: judged.map(judgedOf) }),
    storedAtMs,
    expiresAtMs,
    origin: origin === 1 ? 'warming' : 'query',
  };
}

const NOT_COMPACT = 255;

type EntryRow = [
  question: string,
  generation: string,
  storedAtMs: number,
  expiresAtMs: number,
  origin: 0 | 1,
  stamps: readonly string[],
  answer: string,
  citations: readonly CitationRow[],
  model: string | null,
  confidence: number,
  usage: readonly [number, number, number],
  costUsd: number,
  warnings: readonly string[],
  evidence: readonly string[],
  /** Most entries have none: then it is left out. */
  judged?: readonly string[],
];

const isEntryRow = (row: unknown): row is EntryRow =>
  Array.isArray(row) && (row.length === 14 || (row.length === 15 && areVerdicts(row[14])));

const areVerdicts = (field: unknown): boolean =>
  Array.isArray(field) && field.length > 0 && field.every((one) => typeof one === 'string');

/** A passage that is in the evidence is named by its place there. */
type CitationRow = [
  index: number,
  documentId: string,
  passage: number | string,
  title: string,
  source: string | null,
  namespace: string,
  quote: string,
];

function citationRow(citation: Citation, evidence: readonly Evidence[]): CitationRow {
  const { index, documentId, passageId, title, source, namespace, quote } = citation;
  const at = evidence.findIndex((one) => one.passageId === passageId);
  return [index, documentId, at === -1 ? passageId : at, title, source, namespace, quote];
}

function openCitation(row: CitationRow, evidence: readonly Evidence[]): Citation {
  const [index, documentId, passage, title, source, namespace, quote] = row;
  const passageId = typeof passage === 'number' ? (evidence[passage]?.passageId ?? '') : passage;
  return { index, documentId, passageId, title, source, namespace, quote };
}

/** Makes something of each two texts that follow each other. */
export function pairsOf<T>(flat: readonly string[], make: (one: string, other: string) => T): T[] {
  const made: T[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) made.push(make(flat[at] ?? '', flat[at + 1] ?? ''));
  return made;
}

const judgedOf = (text: string): JudgedWording => ({ wordingId: text.slice(1), isSame: text[0] === SAME });
const SAME = '+';
const DIFFERENT = '-';
const stampOf = (access: string, changes: string): CacheStamp => ({ access, changes });
export const evidenceOf = (passageId: string, contentHash: string): Evidence => ({ passageId, contentHash });
