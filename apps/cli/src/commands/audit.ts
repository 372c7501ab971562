import type {
  AuditCoverage,
  AuditEvent,
  AuditEvents,
  AuditEventType,
  AuditFilter,
  RagfleetClient,
} from '@ragfleet/client';
import type { FileHandle } from 'node:fs/promises';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { writeNewFile } from '../new-file.ts';

interface Period {
  readonly from?: string;
  readonly to?: string;
}

export interface ListedAudit extends Period {
  readonly json: boolean;
  readonly limit: number;
  readonly user?: string;
  readonly type?: readonly AuditEventType[];
}

export interface ExportedAudit extends Period {
  readonly json: boolean;
  readonly out: string;
}

/** Shows the tenant's events, newest first. */
export async function listAudit(
  context: CommandContext,
  { json, user, ...filter }: ListedAudit,
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const wanted = { ...filter, ...(user !== undefined && { user_id: user }) };
  const { data, covers } = await client.audit.list(wanted, { signal: context.signal });
  if (json) context.print(jsonLine({ events: data, covers }));
  else {
    for (const event of data) context.print(lineOf(event));
    sayCoverage(context, covers);
  }
  return true;
}

/** Holds when every line of every chain is as it was written. */
export async function verifyAudit(
  context: CommandContext,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const verification = await client.audit.verify({ signal: context.signal });
  const { valid, events, broken_at: brokenAt, torn_at: torn, covers } = verification;
  if (json) context.print(jsonLine(verification));
  else {
    context.print(
      valid ? `Every chain holds; ${events} events are yours.` : `A chain is broken at ${brokenAt}.`,
    );
    if (torn.length > 0) context.print(`Processes died while they wrote, after: ${torn.join(', ')}`);
    sayCoverage(context, covers);
  }
  return valid;
}

/** Writes the events of a time to a new file. True also where they are those of one machine, which it says. */
export async function exportAudit(
  context: CommandContext,
  { json, out, ...period }: ExportedAudit,
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const pages = pagesOf(client, period, context.signal);
  const { events, covers } = await writeNewFile(out, (file) => copyPages(file, pages, context));
  if (covers === 'machine') context.say(OF_ONE_MACHINE);
  context.print(json ? jsonLine({ events, file: out, covers }) : `${events} events are in ${out}.`);
  return true;
}

async function copyPages(
  file: FileHandle,
  pages: AsyncIterable<AuditEvents>,
  { say }: Pick<CommandContext, 'say'>,
): Promise<{ readonly events: number; readonly covers: AuditCoverage }> {
  let events = 0;
  let covers: AuditCoverage = 'fleet';
  for await (const page of pages) {
    await file.appendFile(page.data.map((event) => `${JSON.stringify(event)}\n`).join(''));
    events += page.data.length;
    if (page.covers === 'machine') covers = 'machine';
    say(`${events} events\n`);
  }
  return { events, covers };
}

const PAGE = 500;
/** Where a fleet has one machine nothing is missing, and no ingress knows how many there are. */
const OF_ONE_MACHINE =
  'Each page holds the lines of the machine that answered. Where processes run on more than one, lines are missing: ' +
  'copy the files of AUDIT_DIR from each of them, or set another AUDIT_SINK.\n';

async function* pagesOf(
  client: RagfleetClient,
  period: Pick<AuditFilter, 'from' | 'to'>,
  signal: AbortSignal,
): AsyncGenerator<AuditEvents> {
  let after: string | undefined;
  for (;;) {
    const filter = { ...period, limit: PAGE, ...(after !== undefined && { starting_after: after }) };
    const page = await client.audit.list(filter, { signal });
    yield page;
    after = page.data.at(-1)?.event_id;
    if (!page.has_more || after === undefined) return;
  }
}

function sayCoverage(context: CommandContext, covers: AuditCoverage): void {
  if (covers === 'machine') context.say('These are the lines of one machine: others keep their own.\n');
}

function lineOf({ timestamp, event_type: type, user_id: user, metadata }: AuditEvent): string {
  const facts = Object.entries(metadata).map(([name, value]) => `${name}=${String(value)}`);
  return `${timestamp}  ${type.padEnd(15)}  ${user}  ${facts.join(' ')}`;
}
