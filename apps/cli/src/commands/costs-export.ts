import type { RagfleetClient, UsageFilter, UsageRow } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { writeNewFile } from '../new-file.ts';

export interface CostsExportOptions {
  readonly json: boolean;
  readonly format: 'csv' | 'jsonl';
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
}

const COLUMNS = ['day', 'tenant_id', 'user_id', 'model', 'route', 'queries', 'total_usd'] as const;

/** What was spent, in rows: to a new file, or to standard output. Each page is written before the next is asked for. */
export async function costsExport(
  context: CommandContext,
  { json, format, out, ...period }: CostsExportOptions,
): Promise<boolean> {
  if (json && out === undefined)
    throw new Fault(
      'invalid-input',
      'Name a new file with --out: --json is about the file that the rows are in.',
    );
  const client = await clientAs(context, 'admin');
  const writeTo = (write: Write): Promise<number> =>
    writeRows(pagesOf(client, period, context.signal), format, write);
  const rows =
    out === undefined
      ? await writeTo(async (text) => context.write(text))
      : await writeNewFile(out, (file) => writeTo((text) => file.appendFile(text)));
  context.say(`${rows} rows${out === undefined ? '' : ` are in ${out}`}\n`);
  if (json) context.print(jsonLine({ rows, file: out }));
  return true;
}

type Write = (text: string) => Promise<unknown>;

/** How many rows there were. */
async function writeRows(
  pages: AsyncIterable<readonly UsageRow[]>,
  format: CostsExportOptions['format'],
  write: Write,
): Promise<number> {
  let rows = 0;
  if (format === 'csv') await write(`${COLUMNS.join(',')}\r\n`);
  for await (const page of pages) {
    await write(page.map(format === 'csv' ? csvLine : jsonRow).join(''));
    rows += page.length;
  }
  return rows;
}

async function* pagesOf(
  client: RagfleetClient,
  { from, to }: Pick<CostsExportOptions, 'from' | 'to'>,
  signal: AbortSignal,
): AsyncGenerator<readonly UsageRow[]> {
  let next: string | null = null;
  do {
    const filter: UsageFilter = {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(next !== null && { starting_after: next }),
    };
    const page = await client.usage(filter, { signal });
    yield page.data;
    next = page.next;
  } while (next !== null);
}

const jsonRow = (row: UsageRow): string => `${JSON.stringify(row)}\n`;

export const csvLine = (row: UsageRow): string =>
  `${COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`;

/**
 * RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it: user ids come from tokens, and
 * may hold anything. Numbers stay numbers.
 */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
