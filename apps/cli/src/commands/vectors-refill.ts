import { requestRefill } from '@ragfleet/document-store';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { generationName } from '@ragfleet/rag-core';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { storeUrl } from '../find-store.ts';

/**
 * Has the batch workers write again what the index of the present embedding model has lost. For operators, with the
 * variables of the fleet: it writes into the document store itself.
 */
export async function vectorsRefill(
  context: CommandContext,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const generation = generationName({ embedder: await context.embedder() });
  const url = await storeUrl(context, 'DATABASE_URL');
  const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 10_000, name: 'cli' });
  try {
    await requestRefill(database, generation);
  } finally {
    await database.close();
  }
  context.print(
    json
      ? jsonLine({ ok: true, generation })
      : `A batch worker fills the index of ${generation} within a minute. \`ragfleet doctor\` says how far it is.`,
  );
  return true;
}
