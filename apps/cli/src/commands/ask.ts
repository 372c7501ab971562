import { type NewQuery, type Priority, type Queries, type Query, RagfleetError } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { followQuery } from '../follow-query.ts';
import { giveUpQuery } from '../give-up-query.ts';

export interface AskOptions {
  readonly json: boolean;
  readonly priority?: Priority;
  readonly namespace?: readonly string[];
}

/** Asks, shows the answer as it comes, then its sources. True when the query succeeded. Whoever stops it cancels the query. */
export async function ask(context: CommandContext, question: string, options: AskOptions): Promise<boolean> {
  if (question.trim() === '') throw new Fault('invalid-input', 'Ask something: ragfleet ask "How …?"');
  const client = await clientAs(context, 'user');
  const submission: NewQuery = {
    question,
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.namespace === undefined ? {} : { namespaces: options.namespace }),
  };
  const { signal } = context;
  signal.throwIfAborted();
  const { id } = await client.queries.create(submission, { signal: somewhatAfter(signal) });
  const show = options.json ? context.say : context.write;
  const finished = await showAnswer(client.queries, id, { show, signal }).catch(async (error: unknown) => {
    if (!signal.aborted) throw withId(error, id);
    await giveUpQuery(client.queries, id);
    throw error;
  });
  show('\n');
  if (options.json) context.print(jsonLine(finished));
  else for (const line of sourcesOf(finished)) context.print(line);
  return finished.status === 'succeeded';
}

/** How long whoever stops waits for the reply that names the query: by its id alone it can be canceled. */
const LATE_REPLY_MS = 5_000;

function somewhatAfter(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  const end = (): void =>
    late.abort(
      new Fault('canceled', 'Stopped before the fleet replied. If the question arrived, it may be answered.'),
    );
  signal.addEventListener('abort', () => setTimeout(end, LATE_REPLY_MS).unref(), { once: true });
  return late.signal;
}

interface Showing {
  readonly show: (text: string) => void;
  readonly signal: AbortSignal;
}

const STARTING_OVER = '\n[starting over]\n';

/** Shows the answer as it comes; where its stream broke off, what that has left out. */
async function showAnswer(queries: Queries, id: string, { show, signal }: Showing): Promise<Query> {
  let shown = '';
  let isWhole = false;
  const finished = await followQuery(queries, id, {
    signal,
    onEvent: async (event) => {
      if (event.type === 'token') {
        show(event.data.text);
        shown += event.data.text;
      } else if (event.type === 'reset') {
        show(STARTING_OVER);
        shown = '';
      } else if (event.type === 'done') isWhole = true;
    },
  });
  if (!isWhole && finished.result !== null) show(restOf(finished.result.answer, shown));
  return finished;
}

const restOf = (answer: string, shown: string): string =>
  answer.startsWith(shown) ? answer.slice(shown.length) : `${STARTING_OVER}${answer}`;

/** The query is paid for: by its id, whoever hears of the error can read it all the same. */
function withId(error: unknown, id: string): unknown {
  if (!(error instanceof RagfleetError)) return error;
  const detail = `${error.problem.detail} The query ${id} may go on: read it at GET /v1/queries/${id}.`;
  return new RagfleetError({ ...error.problem, detail }, { cause: error });
}

function sourcesOf({ status, result, error }: Query): string[] {
  if (result === null) return [`${status}${error === null ? '' : `: ${error.detail}`}`];
  return result.citations.map(({ index, title, namespace }) => `[${index}] ${title} (${namespace})`);
}
