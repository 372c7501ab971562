import { readSourceStates, type SourceState } from '@ragfleet/document-store';
import { createSyncQueue } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { storeUrl } from '../find-store.ts';

export interface SourcesOptions {
  readonly json: boolean;
  /** `<tenant>/<source>`: pass over it now. */
  readonly pass?: string;
}

/** Shows how every source stands, or asks for a pass over one. For operators: it reads the stores themselves. */
export async function sources(context: CommandContext, options: SourcesOptions): Promise<boolean> {
  if (options.pass !== undefined) return askForPass(context, options.pass, options.json);
  const url = await storeUrl(context, 'DATABASE_URL');
  const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 10_000, name: 'cli' });
  try {
    const states = await readSourceStates(database);
    if (options.json) context.print(jsonLine({ sources: states.map(toJson) }));
    else if (states.length === 0) context.print(NO_SOURCE);
    else for (const state of states) context.print(lineOf(state));
    return states.every(({ lastPass }) => lastPass === null || lastPass.outcome === 'completed');
  } finally {
    await database.close();
  }
}

const NO_SOURCE =
  'No source was passed over yet. docs/operations.md says how to set one up: "Sources kept in step".';

async function askForPass(context: CommandContext, name: string, json: boolean): Promise<boolean> {
  const [tenantId = '', source = '', ...rest] = name.split('/');
  if (tenantId === '' || source === '' || rest.length > 0)
    throw new Fault('invalid-input', 'Name the source as tenant/source, such as acme/handbook.');
  const queue = createSyncQueue({ redisUrl: await storeUrl(context, 'QUEUE_REDIS_URL') });
  try {
    await queue.runNow({ v: 1, tenantId, source });
    context.print(json ? jsonLine({ ok: true, tenant: tenantId, source }) : 'A pass was asked for.');
    return true;
  } finally {
    await queue.close();
  }
}

const toJson = ({ tenantId, source, isPassing, items, documents, lastPass }: SourceState) => ({
  tenant: tenantId,
  source,
  passing: isPassing,
  items,
  documents,
  last_pass: lastPass && {
    finished_at: new Date(lastPass.finishedAtMs).toISOString(),
    outcome: lastPass.outcome,
    reason: lastPass.reason,
    counts: lastPass.counts,
    errors: lastPass.errors,
  },
});

function lineOf({ tenantId, source, isPassing, documents, lastPass }: SourceState): string {
  const name = `${tenantId}/${source}`.padEnd(32);
  const now = isPassing ? '  (a pass is under way)' : '';
  if (lastPass === null) return `${name} never passed over${now}`;
  const { outcome, reason, counts, finishedAtMs } = lastPass;
  const found = `new ${counts.new}  changed ${counts.changed}  gone ${counts.gone}  failed ${counts.failed}`;
  const why = reason === null ? '' : `\n  ${reason}`;
  return `${name} ${outcome} ${new Date(finishedAtMs).toISOString()}  documents ${documents}  ${found}${now}${why}`;
}
