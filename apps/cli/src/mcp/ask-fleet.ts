import type { NewQuery, Queries, Query } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { followQuery, type FollowQueryOptions } from '../follow-query.ts';
import { giveUpQuery } from '../give-up-query.ts';
import { cutText } from './cut-text.ts';
import type { AskInput, AskOutput } from './tool-schemas.ts';

/** One call of a tool. */
export interface ToolCall extends FollowQueryOptions {
  /** Aborts when the client takes the call back or goes. */
  readonly signal: AbortSignal;
}

/** A query ends by its deadline and 10 s at the latest; the rest is for the way. */
const GRACE_SECONDS = 15;
const ANSWER_CHARACTERS = 32_000;
const QUOTE_CHARACTERS = 2_000;

/**
 * Asks and waits. Whatever keeps it from the end of the query cancels the query. Throws RagfleetError, or Fault
 * `timeout`, `expired`, `canceled` and the like with the fix; what the signal says when the client takes the call back.
 */
export async function askFleet(queries: Queries, input: AskInput, call: ToolCall): Promise<CallToolResult> {
  const timeout = AbortSignal.timeout((input.deadline_seconds + GRACE_SECONDS) * 1_000);
  const signal = AbortSignal.any([call.signal, timeout]);
  // Not broken off by the client: a question that has arrived can be canceled by its id alone.
  const { id } = await queries.create(submissionOf(input), { signal: timeout });
  let isFinished = false;
  try {
    const query = await followQuery(queries, id, { ...call, signal });
    isFinished = true;
    return resultOf(query);
  } catch (error) {
    if (timeout.aborted && !call.signal.aborted) throw tooLate(error);
    throw error;
  } finally {
    if (!isFinished) await giveUpQuery(queries, id);
  }
}

const submissionOf = ({ quality, namespaces, ...input }: AskInput): NewQuery => ({
  ...input,
  ...(quality !== undefined && { quality }),
  ...(namespaces !== undefined && { namespaces }),
});

const tooLate = (cause: unknown): Fault =>
  new Fault(
    'timeout',
    'No answer came in time, and the query was canceled. Ask again with a larger deadline_seconds.',
    { cause },
  );

function resultOf(query: Query): CallToolResult {
  if (query.status !== 'succeeded' || query.result === null) throw failureOf(query);
  const { answer, citations, confidence, model, warnings, cost_usd } = query.result;
  const structured = {
    query_id: query.id,
    answer: cutText(answer, ANSWER_CHARACTERS),
    citations: citations.map((one) => ({ ...one, quote: cutText(one.quote, QUOTE_CHARACTERS) })),
    confidence,
    model,
    warnings: [...warnings],
    cost_usd,
  } satisfies AskOutput;
  return { content: [{ type: 'text', text: textOf(structured) }], structuredContent: structured };
}

function textOf({ answer, citations }: AskOutput): string {
  const sources = citations.map(({ index, title, document_id }) => `[${index}] ${title} (${document_id})`);
  return sources.length === 0 ? answer : `${answer}\n\nSources:\n${sources.join('\n')}`;
}

function failureOf({ status, error }: Query): Fault {
  if (status === 'expired')
    return new Fault(
      'expired',
      'The deadline passed before there was an answer. Ask again with a larger deadline_seconds.',
    );
  if (status === 'canceled')
    return new Fault('canceled', 'The query was canceled elsewhere. Ask again if you still want to know.');
  if (error === null)
    return new Fault('not-found', 'The answer was removed from the fleet before it was read. Ask again.');
  const again = error.retryable ? ' The same question may be answered later.' : '';
  return new Fault('unavailable', `${error.title}: ${error.detail}${again}`);
}
