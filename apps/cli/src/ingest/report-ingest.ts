import type { IngestedDocument } from '@ragfleet/client';
import { type CommandContext, jsonLine } from '../command-context.ts';
import type { Counts, IngestOutcome } from './sum-ingestions.ts';

export interface IngestReport {
  readonly outcome: IngestOutcome;
  readonly failures: readonly IngestedDocument[];
  readonly json: boolean;
}

const MAX_SHOWN = 100;

/** What came of it: the counts, and what failed with its fix; with `--json` the one object instead, the rest beside it. */
export function report(context: CommandContext, { outcome, failures, json }: IngestReport): void {
  const print = json ? (line: string) => context.say(`${line}\n`) : context.print;
  for (const { document_id, error } of failures.slice(0, MAX_SHOWN))
    print(`failed  ${document_id}: ${error ?? ''}`);
  const more = outcome.counts.failed - Math.min(failures.length, MAX_SHOWN);
  if (more > 0) print(`and ${more} more: GET /v1/ingestions/${outcome.id}?status=failed lists them`);
  print(summaryOf(outcome.counts));
  if (json) context.print(jsonLine(outcome));
}

function summaryOf({ total, embedded, unchanged, failed }: Counts): string {
  const documents = total === 1 ? '1 document' : `${total} documents`;
  if (unchanged === total) return `${documents}, unchanged`;
  const parts = [
    `${embedded} embedded`,
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${documents}: ${parts.join(', ')}`;
}
