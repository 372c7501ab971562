import type { CostFilter, RagfleetClient } from '@ragfleet/client';
import { LIMITS } from '@ragfleet/contracts';
import { DAY_MS, Fault } from '@ragfleet/kernel';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { everyPage } from '../every-page.ts';
import { walkQueries } from '../walk-queries.ts';

export interface ExportOptions {
  readonly json: boolean;
  readonly out: string;
}

/** As long as the ledger keeps a day. */
const COST_DAYS = 400;
const LEFT_OUT = `queries.jsonl ends before the oldest: a fleet lists the newest ${LIMITS.listedQueries} of a tenant.\n`;

/**
 * Writes what the API shows an admin of its tenant into files of JSON lines, a page at a time. An operator's key does not
 * do: operators read no tenant's data. A folder that holds anything is refused, and so is another tenant's key. Holds when
 * no query is left out; what is there is written all the same.
 */
export async function exportTenant(
  context: CommandContext,
  id: string,
  { json, out }: ExportOptions,
): Promise<boolean> {
  const { signal } = context;
  const client = await clientAs(context, 'admin');
  const tenant = await client.tenants.get(id, { signal });
  await makeEmptyFolder(out);
  const walk = walkQueries(client.queries, signal);
  const lines = {
    tenant: (async function* () {
      yield tenant;
    })(),
    'api-keys': (async function* () {
      yield* (await client.apiKeys.list({ signal })).data;
    })(),
    documents: everyPage((page) => client.documents.list(page, { signal })),
    queries: walk.queries,
    costs: costsOf(client, signal),
  };
  const counts: Record<string, number> = {};
  for (const [name, items] of Object.entries(lines)) {
    counts[name] = await writeLines(join(out, `${name}.jsonl`), items, signal);
    if (!json) context.print(`${name}.jsonl  ${counts[name]} lines`);
  }
  const isCut = await walk.isCut();
  if (isCut) context.say(LEFT_OUT);
  if (json) context.print(jsonLine({ ok: !isCut, tenant: id, out, lines: counts, truncated: isCut }));
  return !isCut;
}

async function makeEmptyFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0)
    throw new Fault(
      'conflict',
      'The folder holds something already. Name one that is empty or not there yet.',
    );
}

/** Every day, model, person and route that the ledger knows, a line each. */
async function* costsOf(client: RagfleetClient, signal: AbortSignal): AsyncGenerator {
  const period = { from: dayBefore(COST_DAYS - 1), to: dayBefore(0) };
  const groupings: readonly NonNullable<CostFilter['group_by']>[] = ['day', 'model', 'user', 'route'];
  for (const group_by of groupings) {
    const { groups } = await client.costs({ ...period, group_by }, { signal });
    for (const group of groups) yield { ...period, group_by, ...group };
  }
}

const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

/** Reads no faster than the disk takes it. The number of lines. */
async function writeLines(path: string, items: AsyncIterable<unknown>, signal: AbortSignal): Promise<number> {
  let count = 0;
  const texts = async function* (): AsyncGenerator<string> {
    for await (const item of items) {
      count += 1;
      yield `${JSON.stringify(item)}\n`;
    }
  };
  await pipeline(Readable.from(texts()), createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
  return count;
}
