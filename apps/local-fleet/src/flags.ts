import { Fault } from '@ragfleet/kernel';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const USAGE = `Usage: npm run demo -- [--exit] [--json] [--documents DIR] [--data-dir DIR] [--port N] [--workers N]
       npm start -- [--data-dir DIR] [--port N] [--workers N]

  --exit           end after the tour; the exit code is 0 when every step held
  --json           the last line of standard output is one JSON object
  --documents DIR  load your own .md, .txt, .html and .jsonl files too
  --data-dir DIR   where data, logs and local.json live (.ragfleet)
  --port N         the ingress' port; the dashboard takes the next one
  --workers N      how many query workers (2)`;

const flags = z.object({
  command: z.enum(['demo', 'start']),
  exit: z.boolean().default(false),
  json: z.boolean().default(false),
  documents: z.string().min(1).optional(),
  'data-dir': z.string().min(1).optional(),
  port: z.coerce.number().int().min(1).max(65_535).optional(),
  workers: z.coerce.number().int().min(1).max(32).default(2),
});
export type Flags = z.output<typeof flags>;

/** The command line as data. Fault `invalid-input` with the usage when it cannot be understood. */
export function parseFlags(argv: readonly string[]): Flags {
  try {
    const { values, positionals } = parseArgs({
      // `npm run demo -- -- --exit` and plain `--exit` mean the same.
      args: argv.filter((argument) => argument !== '--'),
      allowPositionals: true,
      options: {
        exit: { type: 'boolean' },
        json: { type: 'boolean' },
        documents: { type: 'string' },
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        workers: { type: 'string' },
      },
    });
    if (positionals.length !== 1) throw new Error('Name one command.');
    return flags.parse({ command: positionals[0], ...values });
  } catch (cause) {
    throw new Fault('invalid-input', USAGE, { cause });
  }
}
