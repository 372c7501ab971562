import type { NewQuery, Priority, Query, RagfleetClient } from '@ragfleet/client';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { giveUpQuery } from '../give-up-query.ts';

export interface AskOptions {
  readonly json: boolean;
  readonly priority?: Priority;
  readonly namespace?: readonly string[];
}

/** Asks, shows the answer as it comes, then its sources. True when the query succeeded. Whoever stops it cancels the query. */
export async function ask(context: CommandContext, question: string, options: AskOptions): Promise<boolean> {
  const client = await clientAs(context, 'user');
  const submission: NewQuery = {
    question,
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.namespace === undefined ? {} : { namespaces: options.namespace }),
  };
  const { signal } = context;
  const accepted = await client.queries.create(submission, { signal });
  const show = options.json ? context.say : context.write;
  const finished = await follow(client, accepted, { show, signal }).catch(async (error: unknown) => {
    if (signal.aborted) await giveUpQuery(client.queries, accepted.id);
    throw error;
  });
  show('\n');
  if (options.json) context.print(jsonLine(finished));
  else for (const line of sourcesOf(finished)) context.print(line);
  return finished.status === 'succeeded';
}

interface Following {
  readonly show: (text: string) => void;
  readonly signal: AbortSignal;
}

async function follow(client: RagfleetClient, accepted: Query, { show, signal }: Following): Promise<Query> {
  let finished = accepted;
  for await (const event of client.queries.stream(accepted.id, { signal })) {
    if (event.type === 'token') show(event.data.text);
    else if (event.type === 'reset') show('\n[starting over]\n');
    else if (event.type === 'done') finished = event.data;
  }
  return finished;
}

function sourcesOf({ status, result, error }: Query): string[] {
  if (result === null) return [`${status}${error === null ? '' : `: ${error.detail}`}`];
  return result.citations.map(({ index, title, namespace }) => `[${index}] ${title} (${namespace})`);
}
