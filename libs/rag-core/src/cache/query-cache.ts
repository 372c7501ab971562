import { hash } from 'node:crypto';
import type { Pseudonyms } from '@ragfleet/guards';
import { generationName } from '../ingest/generation-name.ts';
import type { CacheEntryName } from '../ports/answers.ts';
import type { CacheEntry, CacheScope, CacheStamp } from '../ports/answer-cache.ts';
import { DEFAULT_GUARD_POLICY, type GuardPolicy } from '../ports/guard-policy.ts';
import type { TenantInstructions } from '../ports/models.ts';
import type { SearchScope } from '../ports/passages.ts';
import { canonicalText, type CleanQuestion } from '../answer/clean-question.ts';
import { PII_FINDER_AWAY } from '../answer/find-personal-data.ts';
import type { KeptQuestion } from '../answer/protect-privacy.ts';
import { type QueryContext, settingsOf } from '../answer/query-context.ts';
import { GUARD_VERSION, keptText, PROMPT_VERSION, retrievalScopeText } from './cache-scope.ts';
import {
  type CacheBudget,
  cacheBudget,
  type CacheSession,
  openCacheSession,
  PATIENT_BUDGET_MS,
} from './cache-session.ts';
import { generationOf, stampOf } from './change-stamps.ts';
import { spaceIdOf } from './space-ids.ts';
import { ladderModels } from '../routing/ladders.ts';
import { canonicalQuestion } from '@ragfleet/question-meaning';

/** The cache as one query sees it: where its answer is kept, and under which state it may be taken from there. */
export interface QueryCache {
  /** What this query may still wait for the cache. */
  readonly budget: CacheBudget;
  /** With the store of the entries. */
  readonly session: CacheSession;
  /** With the index of the neighbors, which may be away by itself. */
  readonly neighborhood: CacheSession;
  /** Whose eyes look: an entry's evidence must be within their sight. */
  readonly searchScope: SearchScope;
  /** As somebody else may be asked it: a follow-up by its standalone form. */
  readonly text: string;
  /** In its canonical spelling. */
  readonly question: string;
  /** What stands in the entry instead of the people of this question; null when it names none. */
  readonly pseudonyms: Pseudonyms | null;
  readonly stamp: CacheStamp;
  readonly entry: CacheEntryName;
  /** Where the answer of this access is kept when the entry itself holds that of another, who finds other passages. */
  readonly variantId: string;
  readonly flightEntryId: string;
  readonly retrievalId: string;
  /** Of this question and whoever judges it, for what an entry remembers of verdicts. */
  wordingId(judge: string): string;
  /** False when the mode forbids it. */
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  /** Questions that speak of a person or may do so, follow others, or try to give orders never meet their neighbors. */
  readonly mayMeetNeighbors: boolean;
  /** True for an entry of this space that nobody evicted and that has not outlived itself. */
  isAlive(entry: CacheEntry): boolean;
  generation(citedNamespaces: readonly string[]): string;
}

export interface CacheableQuestion {
  readonly clean: CleanQuestion;
  /** Its people as the cache may know them; null when it names none. */
  readonly kept: KeptQuestion | null;
  readonly holdsPersonalData: boolean;
}

/** The same retrieval for every question of the pipeline; a mode of its own would be another scope. */
const RETRIEVAL_MODE = 'hybrid';

export function openQueryCache(
  run: QueryContext,
  searchScope: SearchScope,
  { clean, kept, holdsPersonalData }: CacheableQuestion,
): QueryCache {
  const { question, ports, signal } = run;
  const { tenantId } = searchScope.access;
  const { mode } = question.cache;
  const { entries } = ports.cache;
  const scope = cacheScopeOf(run, searchScope, clean);
  const idOf = (...kept: Parameters<typeof keptText>): string => entries.idOf(tenantId, keptText(...kept));
  const canonical = kept === null ? canonicalText(clean) : canonicalQuestion(kept.text);
  const stamp = stampOf(searchScope, question.changes);
  const generation = remembering((cited) => generationOf(question.changes, cited));
  let retrievalId: string | null = null;
  const spaceId = spaceIdOf(entries, scope);
  const { budgetMs, staleSeconds } = ports.settings.cache;
  const fields = { tenant: tenantId, queryId: question.queryId };
  const dealings = {
    budget: cacheBudget(question.timesWaited > 0 ? Math.max(budgetMs, PATIENT_BUDGET_MS) : budgetMs),
    signal,
    clock: ports.clock,
    logger: ports.logger,
    fields,
  };
  return {
    budget: dealings.budget,
    session: openCacheSession(dealings),
    neighborhood: openCacheSession(dealings),
    searchScope,
    text: kept?.text ?? clean.text,
    question: canonical,
    pseudonyms: kept?.pseudonyms ?? null,
    stamp,
    entry: { entryId: idOf(['answer', spaceId, canonical]), spaceId },
    // Most questions need none of these: their digests are made when they are asked for.
    get variantId() {
      return idOf(['variant', spaceId, canonical, stamp.access]);
    },
    get flightEntryId() {
      return idOf(['flight', spaceId, canonical]);
    },
    get retrievalId() {
      retrievalId ??= idOf(['retrieval', retrievalScopeText(scope), canonical, stamp.access, generation([])]);
      return retrievalId;
    },
    wordingId: (judge) => idOf(['judged', canonical, judge]),
    mayRead: mode === 'default' || mode === 'only',
    mayWrite: mode === 'default' || mode === 'refresh',
    mayMeetNeighbors:
      clean.history.length === 0 &&
      !holdsPersonalData &&
      !run.warnings.has(PII_FINDER_AWAY) &&
      !run.warnings.has('prompt-injection-suspected'),
    isAlive: (entry) =>
      entry.spaceId === spaceId &&
      entry.expiresAtMs + staleSeconds * 1_000 > ports.clock.nowMs() &&
      entry.generation === generation(citedNamespaces(entry.result)),
    generation,
  };
}

/** A query asks for few generations, each several times, and each is a digest. */
function remembering(generation: QueryCache['generation']): QueryCache['generation'] {
  const known = new Map<string, string>();
  return (cited) => {
    const name = JSON.stringify(cited);
    const found = known.get(name) ?? generation(cited);
    known.set(name, found);
    return found;
  };
}

export const citedNamespaces = ({ citations }: CacheEntry['result']): readonly string[] =>
  citations.map(({ namespace }) => namespace);

/** An answer that was written under other wishes of its tenant is none of today's. */
const promptVersionOf = ({ text, language }: TenantInstructions): string =>
  text === null && language === null
    ? PROMPT_VERSION
    : `${PROMPT_VERSION} ${digestOf(JSON.stringify([text, language]))}`;

/** What a prompt shows of its documents decides the answer, and what is masked for good is missing in it. */
const guardVersionOf = ({ codeBlocks, urls, piiStrategy }: GuardPolicy): string =>
  [
    GUARD_VERSION,
    ...(codeBlocks === DEFAULT_GUARD_POLICY.codeBlocks ? [] : ['no-code']),
    ...(urls === DEFAULT_GUARD_POLICY.urls ? [] : ['no-urls']),
    piiStrategy,
  ].join(' ');

const digestOf = (text: string): string => hash('sha256', text, 'base64url');

function cacheScopeOf(run: QueryContext, searchScope: SearchScope, clean: CleanQuestion): CacheScope {
  const { question, ports } = run;
  const { embedder } = ports;
  const { instructions, guards } = settingsOf(run);
  const routed = ladderModels(run.models).map(({ name }) => name);
  return {
    tenantId: searchScope.access.tenantId,
    region: ports.settings.cache.region,
    namespaces: searchScope.namespaces,
    embeddingModel: embedder.model,
    indexGeneration: generationName({ embedder }),
    promptVersion: promptVersionOf(instructions),
    guardVersion: guardVersionOf(guards),
    quality: question.quality,
    model: question.model ?? `routed:${routed.join(':')}`,
    topK: question.topK,
    retrievalMode: RETRIEVAL_MODE,
    historyDigest: clean.history.length === 0 ? '' : digestOf(JSON.stringify(clean.history)),
  };
}
