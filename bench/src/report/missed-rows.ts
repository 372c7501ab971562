import type { RowResult } from './bench-results.ts';

/** Why a row misses its target, and what was tried so that it would not. */
export interface MissedReason {
  /** What keeps the row from its target. */
  readonly cause: string;
  readonly tried: string;
}

/** Of a row that is known to miss its target; of those with one number, the one whose name begins so. */
interface MissedRow extends MissedReason {
  readonly row: number;
  readonly named?: string;
}

const MISSED_ROWS: readonly MissedRow[] = [
  {
    row: 1,
    cause:
      'The floor asks nobody who they are and keeps a body as it came. Three quarters of the difference are in the process: a key and its rights, limits of the address, the key and the tenant, a body held to its contract, a question sealed, a digest of the idempotency key, headers, a log line, a span. The rest is one script with some thirty commands more than the floor’s, for limits, fair turns, lists and deadlines. A profile is flat: no function has more than a twentieth, but the writes to sockets, which the floor makes as well.',
    tried:
      'Two round trips in place of four; keys imported once; nothing opened that was just sealed; confirmations of jobs together; a request’s log line without a search for people’s words (a twentieth). Writing to Redis once a turn of the event loop takes a tenth less here and 2 % less of a query, and lets each reply wait for a turn more: not kept.',
  },
  {
    row: 3,
    cause:
      'A query is more than a job: admission, a sealed record, its events, a result, its bill and its end are seven scripts beside BullMQ’s two. One at a time the lanes alone pay for a slot, a fair turn and a count of starts on each job, which more at a time share.',
    tried:
      'Jobs that Redis packs, events of all queries on one beat, what one callback writes in one system call, one script in place of five commands.',
  },
  {
    row: 4,
    cause:
      'The skeleton has two processes and a GET. Ours has three and, one after the other, admission, a job, the pipeline’s guards and a cached answer whose evidence is checked, a settled record, an outbox, a second job, a webhook’s record and its delivery, each with its own durable write. At an idle machine each is a wake-up of another process.',
    tried:
      'Fewer serial reads on both sides of the queue, a webhook’s record in one look, connections that stay open for a tenant (0067, 0069, 0071); who ends a query hands its webhook over: 10 round trips in a row of 16 (0073). Garbage is collected between the sides since, which costs the skeleton more than ours.',
  },
  {
    row: 7,
    cause:
      'Questions in the words of trades that no list was written for. What differs in words alone is believed only as far as vectors tell things of a kind apart, and each neighbor must be borne out by the caller’s own search: an oracle looks at no access. A judge that knows what is meant comes to 0.93 to 0.96 of the oracle’s hits under the same conditions.',
    tried:
      'Verbs from WordNet (0039); what an answer cites tells things apart (0066), which took wrong hits from 1.5 % to 0.7 %; sentences of two trades more that were written blind, which brought 0.05 and 0.09 of the oracle’s hits there, 0.013 and 0 at two that were held back, and 0.004 here; a second opinion of a small model on near questions (0068, off by default), which comes to the spend and loses the 1 %.',
  },
  {
    row: 8,
    cause:
      'The peers fill a prompt and ask. Ours also looks in two tiers of a cache, flies alone for equal questions, reranks, checks each passage’s access again, keeps a budget, a breaker and a bill for each call, and says what it did to an audit log: 295 promises and 20 timers, of which none stands out in a profile. Without what no peer has it is still four times the best.',
    tried:
      'What is known from size alone is not counted; timers, signals and budgets without composites; texts and digests made once; one generator between the vendor and the caller (0069): 0.84 of what it took; a vendor’s events read apart from its SDK (0076), which this row’s doubles in the process do not show.',
  },
  {
    row: 10,
    cause:
      'The floor neither keeps what it sends nor looks at the address. Ours reads the webhook’s record, asks whether the key behind it may still read, opens a sealed result, signs it, checks the address, and writes the attempt, the endpoint’s health and the end of the outbox’s place.',
    tried:
      'One look at the record, one script for the end of a webhook, an endpoint’s health once a second, connections that stay open for a tenant (0071): 0.67 of what it took; who ends a query keeps the webhook with the same script and adds its job (0073).',
  },
  {
    row: 14,
    named: 'soak',
    cause:
      'A query takes some 20 ms of CPU with everything that serves it on this machine, model, clients and PostgreSQL’s client included, so that two cores hold about 60 a second and not 116. Of the worker’s 13 ms nothing stands out: 12 % writes to sockets, 8 % PostgreSQL, 6 % Redis’s client, 5 % the vendor’s SDK, 6 % reranking, 13 % the collector.',
    tried:
      'Fewer wake-ups a query (0067); flags of V8 (baseline code at once, feedback at once, a larger young generation, one thread for the collector): none is worth 10 %, and they differ by as much as two runs do.',
  },
  {
    row: 15,
    cause: 'One operation is too restless to state a slope.',
    tried: 'More rounds, longer slices.',
  },
  {
    row: 16,
    named: 'the latency table',
    cause:
      'Everything shares two cores that are busy for most of the time at this rate: half of the vectors, searches and fetches are about in time, and the later ones wait for a core.',
    tried:
      'A budget whose timer rings late because the process was busy is lengthened once; a breaker hears the vendor and not how long a search waits for it (0079), which took the misses without a vector from 26 % to 0.8 %.',
  },
];

/** What the page says of a row beside its figures; null where nobody has written it down. */
export const reasonFor = ({ row, name }: Pick<RowResult, 'row' | 'name'>): MissedReason | null =>
  MISSED_ROWS.find((missed) => missed.row === row && name.startsWith(missed.named ?? '')) ?? null;
