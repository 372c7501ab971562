import { LIMITS, listOf, searchHit, searchSubmission } from '@ragfleet/contracts';
import { redactOutput, safeSource, sanitizeQuestion, scanPii, withoutActiveContent } from '@ragfleet/guards';
import type { AnswerSettingsStore } from '@ragfleet/identity';
import { accessSetOf, Fault } from '@ragfleet/kernel';
import type { QueryService } from '@ragfleet/job-queue';
import type { RankedPassage, SearchPassages } from '@ragfleet/rag-core';
import type { BookSearch } from '../book-search.ts';
import type { AuditTrail } from '../http/audit-trail.ts';
import { tenantRoute } from '../http/define-route.ts';
import { list } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { type LevelPort, requireSearch } from './degradation.ts';
import { MAY_ASK } from './permissions.ts';

const SEARCH_MS = 5_000;

export interface SearchPorts extends LevelPort {
  readonly searchPassages: SearchPassages;
  readonly bookSearch: BookSearch;
  readonly answerSettings: Pick<AnswerSettingsStore, 'recent'>;
  readonly auditTrail: Pick<AuditTrail, 'note'>;
  readonly queryService: Pick<QueryService, 'countRequest'>;
}

/** Retrieval alone. The one route that does the pipeline's work in this process: milliseconds, under a deadline. */
export function searchRoute(ports: SearchPorts): Route {
  const { searchPassages, bookSearch, auditTrail, levelInForce, answerSettings, queryService } = ports;
  return tenantRoute(
    MAY_ASK,
    {
      method: 'post',
      path: '/v1/search',
      operationId: 'search',
      summary: 'Find passages without asking a model',
      tag: 'Search',
      body: { schema: searchSubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 200: { description: 'Passages, best first.', schema: listOf(searchHit) } },
      faults: ['pii-blocked', 'maintenance'],
      budgetMs: SEARCH_MS,
    },
    async ({ caller, body, signal }) => {
      // It leaves a line in the audit log whatever becomes of it, as a question does.
      await queryService.countRequest(caller);
      const query = sanitizeQuestion(body.query).text;
      if (query.trim() === '') throw blankQuery();
      const { guards } = await answerSettings.recent(caller.tenantId);
      const { blockedKinds: kinds } = scanPii(query, { blockedKinds: guards.blockedPiiKinds });
      if (kinds.length > 0) {
        await auditTrail.note(caller, { type: 'pii_detected', question: query, metadata: { kinds } });
        throw piiBlocked(kinds);
      }
      await requireSearch({ levelInForce }, caller.tenantId);
      const found = await searchPassages(
        {
          scope: { access: accessSetOf(caller), namespaces: body.namespaces ?? null },
          query,
          mode: body.mode,
          topK: body.top_k,
        },
        AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]),
      );
      await bookSearch(caller, found);
      const metadata = { sources: [body.mode], chunks: found.passages.length };
      await auditTrail.note(caller, { type: 'retrieval', question: query, metadata });
      if (!found.isAvailable) throw notAvailable();
      return list(found.passages.map(toHit));
    },
  );
}

/** Characters that nobody sees are no query; without words, a vector index finds whatever is nearest to nothing. */
function blankQuery(): Fault {
  const message = 'Name what to look for: the query is blank.';
  const problems = [{ pointer: '/query', message }];
  return new Fault('invalid-input', 'Correct what `errors` names and send the request again.', { problems });
}

const notAvailable = (): Fault =>
  new Fault('unavailable', 'Search is not available now. Try again.', { isOutcomeKnown: true });

// The query would reach the embedding's vendor, as a question would.
const piiBlocked = (kinds: readonly string[]): Fault =>
  new Fault('pii-blocked', `Remove personal data of these kinds: ${kinds.join(', ')}.`);

const toHit = ({ passage }: RankedPassage, index: number) => ({
  document_id: passage.documentId,
  chunk_id: passage.passageId,
  title: withoutActiveContent(passage.title, { sources: [], keepsBareAddresses: true }).text,
  source: passage.source === null ? null : safeSource(passage.source),
  namespace: passage.namespace,
  text: redactOutput(passage.text).text,
  rank: index + 1,
});
