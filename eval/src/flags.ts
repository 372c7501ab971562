import { parseArgs } from 'node:util';
import { Fault } from '@ragfleet/kernel';

export interface Flags {
  readonly dataset: string;
  readonly isJson: boolean;
  /** Where a line per query is written; null writes none. */
  readonly runs: string | null;
}

const USAGE =
  'npm run eval -- --dataset DIR [--json] [--runs FILE], where DIR holds documents.jsonl, a {"id", "title", "text"} per line, and queries.jsonl, an {"id", "text", "relevant": [document ids]} per line.';

/** Fault `invalid-input` that says how the command is used. */
export function parseFlags(args: readonly string[]): Flags {
  const { dataset, json, runs } = parsed(args);
  if (dataset === undefined) throw new Fault('invalid-input', `Name a data set: ${USAGE}`);
  return { dataset, isJson: json, runs: runs ?? null };
}

function parsed(args: readonly string[]): { dataset?: string; json: boolean; runs?: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dataset: { type: 'string' },
        json: { type: 'boolean', default: false },
        runs: { type: 'string' },
      },
    });
    return values;
  } catch (cause) {
    throw new Fault('invalid-input', `Usage: ${USAGE}`, { cause });
  }
}
