import type { QueryEventWriter } from '@ragfleet/job-queue';
import type { AnswerEvent } from '@ragfleet/rag-core';
import { toCitation } from './to-query-result.ts';

export interface AnswerEventsOptions {
  readonly writer: Pick<QueryEventWriter, 'append'>;
  /** 1 for the first attempt of the query. */
  readonly attempt: number;
  /** True when an earlier attempt broke off and may have said something. */
  readonly startsOver: boolean;
  /** Hears of the first token, once. */
  readonly onFirstToken: () => void;
}

/** More runs than one attempt ever makes: the runs of two attempts never share a number. */
const RUNS_PER_ATTEMPT = 100;

/** Hands the pipeline's events to the stream. An attempt after one that broke off first takes back what that one said. */
export function createAnswerEvents({
  writer,
  attempt,
  startsOver,
  onFirstToken,
}: AnswerEventsOptions): (event: AnswerEvent) => void {
  const runOf = (run: number): number => (attempt - 1) * RUNS_PER_ATTEMPT + run;
  let isSilent = true;
  if (startsOver) writer.append('reset', { run: runOf(1), reason: 'restarted' });
  return (event) => {
    switch (event.type) {
      case 'token':
        if (isSilent) onFirstToken();
        isSilent = false;
        writer.append('token', { text: event.text, run: runOf(event.run) });
        break;
      case 'reset':
        writer.append('reset', { run: runOf(event.run), reason: event.reason });
        break;
      case 'citation':
        writer.append('citation', toCitation(event.citation));
        break;
    }
  };
}
