import { createLocalEmbedder } from '@ragfleet/models';
import {
  type ClaimedDocument,
  countTokens,
  DEFAULT_ANSWER_SETTINGS,
  fillContext,
  type NewPassage,
  type Passage,
  type PendingDocument,
} from '@ragfleet/rag-core';
import { questionOf } from '../../model-double/question-mark.ts';
import { handbookText } from '../../texts/handbook-text.ts';
import { createBenchStore, loadDocuments } from '../ingest/load-documents.ts';
import { TOKENS } from '../spend/prices.ts';

const TENANT = 'bench';
const DOCUMENT_CHARACTERS = 6_000;
const QUESTIONS = 128;
/** Of a query that says nothing. */
const TOP_K = 5;
const MAX_FOUND = 200;

/** What is left of a prompt's passages, as shares of the tokens that the cost model pays for. */
export interface PromptShares {
  /** The same passages, without what they repeat and what says nothing. */
  readonly samePassages: number;
  /** Five of them, as a query has them that asks for no other number. */
  readonly fivePassages: number;
}

/**
 * The handbook in documents of 6,000 characters, cut and embedded as the product does. For each of 128 questions the
 * nearest passages are taken until the cost model's 4,000 tokens are full, and then put into a prompt by the product's rules.
 */
export async function measurePromptShares(): Promise<PromptShares> {
  const corpus = await loadHandbook();
  const sums = { naive: 0, same: 0, five: 0 };
  for (let at = 0; at < QUESTIONS; at += 1) {
    const found = await corpus.nearest(questionOf({ kind: 'north', at }));
    const naive = upTo(found, TOKENS.context);
    sums.naive += tokensOf(naive);
    sums.same += shownTokens(naive);
    sums.five += shownTokens(found.slice(0, TOP_K));
  }
  return { samePassages: sums.same / sums.naive, fivePassages: sums.five / sums.naive };
}

const tokensOf = (texts: readonly { readonly text: string }[]): number =>
  texts.reduce((sum, { text }) => sum + countTokens(text), 0);

function shownTokens(passages: readonly Passage[]): number {
  const { maxContextTokens: maxTokens, compressesPrompt: compresses } = DEFAULT_ANSWER_SETTINGS;
  return tokensOf(fillContext(passages, { maxTokens, compresses }));
}

/** The first ones that together have no more tokens. */
function upTo(passages: readonly Passage[], maxTokens: number): readonly Passage[] {
  let tokens = 0;
  const beyond = passages.findIndex(({ text }) => (tokens += countTokens(text)) > maxTokens);
  return beyond === -1 ? passages : passages.slice(0, beyond);
}

interface Corpus {
  /** Best first. */
  readonly nearest: (question: string) => Promise<readonly Passage[]>;
}

async function loadHandbook(): Promise<Corpus> {
  const embedder = createLocalEmbedder();
  const passages = new Map<string, Passage>();
  const store = {
    ...createBenchStore(),
    onPublished: (document: ClaimedDocument, cut: readonly NewPassage[]) => {
      for (const passage of cut) passages.set(passage.passageId, passageOf(document, passage));
    },
  };
  await loadDocuments(documents(), embedder, store);
  const { signal } = new AbortController();
  const scope = {
    access: { tenantId: TENANT, readsAll: true, namespaces: [], department: null },
    namespaces: null,
  };
  return {
    nearest: async (question) => {
      const { vectors } = await embedder.embed([question], 'query', signal);
      const [vector] = vectors;
      if (vector === undefined) throw new Error('The embedder gave no vector.');
      const found = await store.vectorIndex.searchDense(scope, vector, MAX_FOUND, signal);
      return found.flatMap(({ passageId }) => passages.get(passageId) ?? []);
    },
  };
}

function* documents(): Generator<PendingDocument> {
  const text = handbookText();
  for (let from = 0; from < text.length; from += DOCUMENT_CHARACTERS)
    yield {
      tenantId: TENANT,
      documentId: `handbook-${from}`,
      version: from + 1,
      title: 'Handbook',
      source: null,
      namespace: 'default',
      department: null,
      content: text.slice(from, from + DOCUMENT_CHARACTERS),
    };
}

const passageOf = ({ documentId, title }: ClaimedDocument, passage: NewPassage): Passage => ({
  ...passage,
  documentId,
  title,
  namespace: 'default',
  department: null,
  source: null,
});
