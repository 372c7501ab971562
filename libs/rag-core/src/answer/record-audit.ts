import { type AuditEventType, toFault } from '@ragfleet/kernel';
import type { EndedAnswer } from '../ports/answers.ts';
import type { AuditEvent } from '../ports/operations.ts';
import { answeringModel, type QueryContext } from './query-context.ts';

/** What the steps learned that only the audit wants to know. */
export interface AuditFacts {
  kinds: readonly string[];
  passages: number;
  hasSearched: boolean;
  hasGenerated: boolean;
  streams: boolean;
}

type Metadata = AuditEvent['metadata'];

/** Writes the events of one question, all at once: the answer waits. A failed write is logged and does not take it away. */
export async function recordAudit(run: QueryContext, facts: AuditFacts, outcome: EndedAnswer): Promise<void> {
  const { question, ports } = run;
  const wanted = eventsOf(run, facts, outcome).filter(
    ([type]) => ports.settings.auditsAllQueries || ALWAYS_AUDITED.has(type),
  );
  const { principal, sessionId, text } = question;
  const record = async ([type, metadata]: (typeof wanted)[number]): Promise<void> => {
    try {
      await ports.audit.record({ type, principal, sessionId, question: text, metadata });
    } catch (error) {
      ports.logger.error(
        { queryId: question.queryId, type, kind: toFault(error).kind },
        'audit event not written',
      );
    }
  };
  await Promise.all(wanted.map(record));
}

const ALWAYS_AUDITED: ReadonlySet<AuditEventType> = new Set(['access_denied', 'pii_detected', 'error']);

function eventsOf(run: QueryContext, facts: AuditFacts, outcome: EndedAnswer): [AuditEventType, Metadata][] {
  const events: [AuditEventType, Metadata][] = [['query', queryMetadata(run, facts, outcome)]];
  if (facts.kinds.length > 0) events.push(['pii_detected', { kinds: facts.kinds }]);
  if (facts.hasSearched)
    events.push(['retrieval', { sources: [run.ports.vectorIndex.name, 'keyword'], chunks: facts.passages }]);
  if (facts.hasGenerated)
    events.push(['generation', { model: answeringModel(run) ?? 'none', streamed: facts.streams }]);
  if (outcome.status === 'failed') {
    const { kind } = outcome.fault;
    events.push(
      kind === 'forbidden' ? ['access_denied', { permission: 'search_restricted' }] : ['error', { kind }],
    );
  } else if (outcome.result.cache.status === 'hit' || outcome.result.cache.status === 'coalesced') {
    events.push(['cache_hit', { cache_tier: outcome.result.cache.tier ?? outcome.result.cache.status }]);
  }
  return events;
}

function queryMetadata(run: QueryContext, facts: AuditFacts, outcome: EndedAnswer): Metadata {
  const always = {
    query_id: run.question.queryId,
    status: outcome.status,
    latency_ms: Math.round(run.elapsedMs()),
    chunks_retrieved: facts.passages,
  };
  if (outcome.status === 'failed') return always;
  const { model, degradation, warnings } = outcome.result;
  return { ...always, model: model ?? 'none', reasons: degradation.reasons, warnings };
}
