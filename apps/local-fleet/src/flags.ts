import { readFlags, wrongUse } from '@ragfleet/service-runtime';
import { z } from 'zod';

export const USAGE = `Usage: npm run demo -- [--exit] [--json] [--documents DIR] [--data-dir DIR] [--port N] [--workers N]
       npm start -- [--json] [--data-dir DIR] [--port N] [--workers N | --autoscale [--max-workers N] [--scale-speed N]]

  --exit           end after the tour; the exit code is 0 when every step held
  --json           the last line of standard output is one JSON object
  --documents DIR  load your own txt, md, html, pdf, docx and jsonl files too
  --data-dir DIR   where data, logs and local.json live (.ragfleet)
  --port N         the ingress' port; the dashboard takes the next one
  --workers N      how many query workers (2)
  --autoscale      start and stop query workers as the cluster would, by the rules in keda/
  --max-workers N  with --autoscale: how many at most (6), 150 to 300 MB of memory each
  --scale-speed N  with --autoscale: how much faster than in a cluster its windows pass (10)
  --help           print this`;

const FIXED_WORKERS = 2;
const MAX_WORKERS = 32;
/** The dashboard takes the next one. */
const HIGHEST_PORT = 65_534;
const AUTOSCALED_WORKERS = 6;
/** A window of five minutes is half a minute then. */
const SCALE_SPEED = 10;

const whole = (least: number, most: number) => {
  const message = `Give a whole number from ${least} to ${most}.`;
  return z.coerce.number(message).int(message).min(least, message).max(most, message).optional();
};
const SPEED = 'Give a number from 1 to 60.';

const flags = z
  .object({
    command: z.enum(['demo', 'start']),
    exit: z.boolean().default(false),
    json: z.boolean().default(false),
    documents: z.string().min(1).optional(),
    'data-dir': z.string().min(1).optional(),
    port: whole(1, HIGHEST_PORT),
    workers: whole(1, MAX_WORKERS),
    autoscale: z.boolean().default(false),
    'max-workers': whole(1, MAX_WORKERS),
    'scale-speed': z.coerce.number(SPEED).min(1, SPEED).max(60, SPEED).optional(),
  })
  .superRefine((given, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
    if (given.command === 'start' && (given.exit || given.documents !== undefined))
      refuse(
        '--exit and --documents belong to the demo. For npm start, load documents with: npm run ragfleet -- ingest DIR',
      );
    if (given.autoscale && given.command === 'demo')
      refuse('A tour runs with a fixed number of workers. Use npm start -- --autoscale.');
    if (given.autoscale && given.workers !== undefined)
      refuse('--workers fixes the number that --autoscale changes. Use --max-workers, or leave one out.');
    if (!given.autoscale && (given['max-workers'] ?? given['scale-speed']) !== undefined)
      refuse('--max-workers and --scale-speed need --autoscale.');
  })
  .transform(({ autoscale, workers: fixed, 'max-workers': max, 'scale-speed': speed, ...rest }) => ({
    ...rest,
    /** How many query workers there always are; with `autoscale` it is the autoscaler that says it. */
    workers: fixed ?? FIXED_WORKERS,
    autoscale: autoscale ? { maxWorkers: max ?? AUTOSCALED_WORKERS, speed: speed ?? SCALE_SPEED } : null,
  }));
export type Flags = z.output<typeof flags>;

/** The command line as data. Fault `invalid-input` with what is wrong, and the usage, when it cannot be understood. */
export function parseFlags(argv: readonly string[]): Flags {
  const { values, positionals } = readFlags(USAGE, {
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
      autoscale: { type: 'boolean' },
      'max-workers': { type: 'string' },
      'scale-speed': { type: 'string' },
    },
  });
  const [command, ...others] = positionals;
  if (others.length > 0) throw wrongUse(`Take away: ${others.join(' ')}.`, USAGE);
  const parsed = flags.safeParse({ command, ...values });
  if (parsed.success) return parsed.data;
  throw wrongUse(parsed.error.issues.map(lineOf).join('\n'), USAGE, parsed.error);
}

const lineOf = ({
  path,
  message,
}: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}): string => {
  const [flag] = path;
  if (flag === undefined) return message;
  return flag === 'command' ? 'Name demo or start.' : `--${String(flag)}: ${message}`;
};
