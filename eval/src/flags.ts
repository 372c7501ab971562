import { readFlags, wrongUse } from '@ragfleet/service-runtime';

export interface Flags {
  readonly dataset: string;
  readonly isJson: boolean;
  /** Where a line per query is written; null writes none. */
  readonly runs: string | null;
}

export const USAGE =
  'Usage: npm run eval -- --dataset DIR [--json] [--runs FILE], where DIR holds documents.jsonl, a {"id", "title", "text"} per line, and queries.jsonl, an {"id", "text", "relevant": [document ids]} per line.';

/** Fault `invalid-input` that says how the command is used. */
export function parseFlags(args: readonly string[]): Flags {
  const { dataset, json, runs } = readFlags(USAGE, {
    args: [...args],
    options: {
      dataset: { type: 'string' },
      json: { type: 'boolean', default: false },
      runs: { type: 'string' },
    },
  }).values;
  if (dataset === undefined) throw wrongUse('Name a data set with --dataset.', USAGE);
  return { dataset, isJson: json, runs: runs ?? null };
}
