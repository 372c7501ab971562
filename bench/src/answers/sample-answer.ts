import type { CacheEntry, CacheStamp } from '@ragfleet/rag-core';
import { createHash } from 'node:crypto';
import { handbookText } from '../texts/handbook-text.ts';

/** Bytes of an answer with its sources as others keep it: one JSON text. */
const VALUE_BYTES = 1_200;
const EVIDENCE = 5;
const CITATIONS = 2;
const KEPT_MS = 86_400_000;

export interface SampleAnswer {
  readonly question: string;
  /** The same answer and sources as JSON, for whoever keeps it in the clear. */
  readonly value: string;
  readonly entry: CacheEntry;
  readonly keeping: { readonly keepMs: number; readonly documentIds: readonly string[] };
}

/** In its canonical spelling. */
export const sampleQuestion = (at: number): string =>
  `what does paragraph ${at} of the travel policy say about hotel costs`;

/** Answers that cite a document, of so many: popular documents are cited by more. */
const ANSWERS_OF_DOCUMENT = 10;

/** One answer of many: its question, answer and sources are its own; its documents are shared with nine others. */
export function sampleAnswer(at: number, place: { spaceId: string; stamp: CacheStamp }): SampleAnswer {
  const question = sampleQuestion(at);
  const first = Math.floor(at / ANSWERS_OF_DOCUMENT) * EVIDENCE;
  const documents = Array.from({ length: EVIDENCE }, (_, number) => `policy-${first + number}`);
  const citations = documents.slice(0, CITATIONS).map((documentId, number) => ({
    index: number + 1,
    documentId,
    passageId: passageIdOf(documentId),
    title: 'Travel policy',
    source: null,
    namespace: 'default',
    quote: words(at + number, 100),
  }));
  const valueWith = (answer: string): string =>
    JSON.stringify({
      query: question,
      answer,
      sources: citations.map(({ documentId, title, quote }) => ({ documentId, title, quote })),
      confidence_score: 0.87,
      model_used: 'gpt-4o',
      tokens_used: 4_530,
      created_at: '2026-01-05T08:00:00.000Z',
    });
  const answer = words(at, VALUE_BYTES - Buffer.byteLength(valueWith('')));
  const nowMs = Date.now();
  const entry: CacheEntry = {
    question,
    spaceId: place.spaceId,
    generation: sha256('generation').slice(0, 22),
    result: {
      answer,
      citations,
      model: 'gpt-4o',
      confidence: 0.87,
      usage: { inputTokens: 4_030, outputTokens: 500, embeddingTokens: 30 },
      costUsd: 0.0150756,
      cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings: [],
      timingsMs: { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
    },
    evidence: documents.map((documentId) => ({
      passageId: passageIdOf(documentId),
      contentHash: sha256(documentId).slice(0, 32),
    })),
    stamps: [place.stamp],
    storedAtMs: nowMs,
    expiresAtMs: nowMs + KEPT_MS,
    origin: 'query',
  };
  return { question, value: valueWith(answer), entry, keeping: { keepMs: KEPT_MS, documentIds: documents } };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const passageIdOf = (documentId: string): string => `p_${sha256(`passage ${documentId}`).slice(0, 32)}`;

/** Far apart, so that answers near each other say different things. */
const STRIDE = 7_919;

/** So many characters of the handbook. */
function words(seed: number, length: number): string {
  const text = handbookText();
  const from = (seed * STRIDE) % (text.length - length);
  return text.slice(from, from + length);
}
