import type { Figure, RowReport } from '../../../contract.ts';
import { areMet, atMost, stated } from '../../../measure/figures.ts';
import { slopeOf } from '../../../measure/slope-of.ts';

export const DAY_ROW = 16;
export const DAY_NAME = 'a day at one to ten: what a fleet holds at its end';

/** What the day stands for, at its full size. */
export const QUERIES_A_DAY = 1_000_000;
/** Of the queue Redis, and of the cache Redis, for that day. */
export const DAY_MEMORY_MB = 8_192;
/** Above this part of its memory the ingress takes nothing in. */
const WATERMARK = 0.7;
/** One query of the later half of a day beside one of the earlier. */
const MAX_GROWN = 1.15;
/** Sets, lists and counters of a tenant and of the fleet, whose number has nothing to do with how many ask. */
const MAX_LASTING_KEYS = 200;

const MB = 1_024 ** 2;

/** The stores after so many queries had ended. */
export interface DaySample {
  readonly queries: number;
  readonly queueBytes: number;
  readonly cacheBytes: number;
}

export interface DayFindings {
  readonly queries: number;
  readonly refused: number;
  readonly notSucceeded: number;
  /** With 0 queries first, in order. */
  readonly samples: readonly DaySample[];
  readonly maxMemoryMb: number;
  /** Ended jobs beside those that their queue may keep: of the fullest. */
  readonly endedJobs: number;
  /** Of the queue Redis, by what they are: keys that no time ends, but for those of jobs. */
  readonly lastingKeys: ReadonlyMap<string, number>;
  readonly seconds: number;
}

export function reportDay(findings: DayFindings): RowReport {
  const { queries, samples, maxMemoryMb, seconds } = findings;
  const queueMb = (samples.at(-1)?.queueBytes ?? Number.NaN) / MB;
  const figures = figuresOf(findings);
  return {
    row: DAY_ROW,
    name: DAY_NAME,
    ours: queueMb,
    floor: null,
    peers: {},
    unit: `megabytes of the queue Redis after ${queries} queries within ${seconds.toFixed(0)} s, of ${maxMemoryMb}: ${DAY_MEMORY_MB} for a day of ${QUERIES_A_DAY.toLocaleString('en')}, to scale`,
    ratio: queueMb / maxMemoryMb,
    target: `<= ${WATERMARK} of its memory`,
    met: areMet(figures),
    spread: [queueMb / maxMemoryMb, queueMb / maxMemoryMb],
    figures,
    rounds: {},
    details: { samples, lastingKeys: Object.fromEntries(findings.lastingKeys) },
  };
}

function figuresOf(findings: DayFindings): Record<string, Figure> {
  const { queries, refused, notSucceeded, samples, maxMemoryMb, endedJobs, lastingKeys } = findings;
  const last = samples.at(-1);
  const perQuery = bytesPerQuery(samples);
  const lasting = [...lastingKeys.values()].reduce((sum, count) => sum + count, 0);
  return {
    refused: atMost(refused, 0, { note: `of ${queries}` }),
    not_succeeded: atMost(notSucceeded, 0),
    queue_memory: atMost((last?.queueBytes ?? Number.NaN) / MB / maxMemoryMb, WATERMARK, {
      note: 'of what it may have: above that nothing more is taken in',
    }),
    bytes_of_a_query: stated(
      perQuery,
      `in the queue Redis until its day is over; ${((perQuery * QUERIES_A_DAY) / MB).toFixed(0)} MB a day of ${QUERIES_A_DAY.toLocaleString('en')}`,
    ),
    bytes_of_a_later_query: atMost(laterBesideEarlier(samples), MAX_GROWN, {
      note: 'those of the later half beside those of the earlier',
    }),
    cache_memory: atMost((last?.cacheBytes ?? Number.NaN) / MB / maxMemoryMb, 1, {
      note: 'of what it may have: what is used least leaves',
    }),
    ended_jobs_of_a_queue: atMost(endedJobs, 1, {
      note: 'of those that it may keep: 1,000 of a lane, 100,000 webhooks',
    }),
    keys_without_an_end: atMost(lasting, MAX_LASTING_KEYS, {
      note: [...lastingKeys].map(([kind, count]) => `${kind} ${count}`).join(', '),
    }),
  };
}

const bytesPerQuery = (samples: readonly DaySample[]): number =>
  slopeOf(samples.map(({ queries, queueBytes }) => ({ x: queries, y: queueBytes })));

/** The middle sample belongs to both halves. */
export function laterBesideEarlier(samples: readonly DaySample[]): number {
  const middle = Math.floor(samples.length / 2);
  return bytesPerQuery(samples.slice(middle)) / bytesPerQuery(samples.slice(0, middle + 1));
}
