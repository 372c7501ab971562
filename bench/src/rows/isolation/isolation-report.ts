import { loadavg } from 'node:os';
import type { Figure, RowReport } from '../../contract.ts';
import { areMet, atLeast, stated } from '../../measure/figures.ts';
import { median, quantile, quartiles } from '../../measure/quartiles.ts';
import { FIFO_CONCURRENCY, FIFO_JOB_MS, type FifoContrast } from './fifo-contrast.ts';
import type { IsolationFindings, Side } from './isolation-row.ts';

export const ISOLATION_NAME = 'isolation: the high lane beside a flooded low lane';

const MAX_P50 = 1.1;
const MAX_TAIL = 1.5;
const MAX_TAIL_ADDED_MS = 5;
const MIN_LOW_SHARE = 0.7;

export interface IsolationReportInput extends IsolationFindings {
  readonly fifo: FifoContrast;
}

export function reportIsolation(found: IsolationReportInput): RowReport {
  const { waits, beforeMs, fifo, lowSlots, slots, flooded, leftOver, ingested, servers } = found;
  const idle = waits.idle.flat();
  const flood = waits.flood.flat();
  const figures = {
    ...tailsOf('flood', flood, idle),
    ...allOf('flood_and_ingest', waits, `${ingested} documents loaded meanwhile`),
    ...statedOf('flood_of_fast_answers', waits, FAST_NOTE),
    low_only_share_of_slots: atLeast(
      lowSlots / slots,
      MIN_LOW_SHARE,
      `${lowSlots.toFixed(2)} of ${slots} slots`,
    ),
    idle_p95_ms: stated(quantile(idle, 0.95)),
    idle_p99_ms: stated(quantile(idle, 0.99)),
    before_the_flood_p50_ms: stated(median(beforeMs), 'nothing in the low lane; idle has it paused'),
    one_queue_p50_ms: stated(
      median(fifo.waitsMs),
      `plain BullMQ behind ${fifo.jobs} jobs of ${FIFO_JOB_MS} ms, ${FIFO_CONCURRENCY} at a time`,
    ),
    low_jobs_left: stated(leftOver, `of ${flooded}`),
  };
  const ratio = median(flood) / median(idle);
  return {
    row: 13,
    name: ISOLATION_NAME,
    ours: median(flood),
    floor: median(idle),
    peers: { one_queue: median(fifo.waitsMs) },
    unit: `milliseconds from POST to the end; the floor is the same fleet idle (${servers}, a load of ${loadavg()[0]?.toFixed(1)})`,
    ratio,
    target: `<= ${MAX_P50}`,
    met: ratio <= MAX_P50 && areMet(figures),
    spread: quartiles(waits.flood.map((round, at) => median(round) / median(waits.idle[at] ?? []))),
    figures,
    rounds: {},
    details: found,
  };
}

const FAST_NOTE = 'answers after 20 ms: the low lane takes all of the processor that there is';

const statedOf = (side: Side, waits: IsolationFindings['waits'], note: string): Record<string, Figure> =>
  Object.fromEntries(
    Object.entries(allOf(side, waits, note)).map(([name, { ratio, note }]) => [name, stated(ratio, note)]),
  );

/** P50, P95 and P99 of a side against idle. */
function allOf(side: Side, waits: IsolationFindings['waits'], note: string): Record<string, Figure> {
  const [ours, idle] = [waits[side].flat(), waits.idle.flat()];
  const ratio = median(ours) / median(idle);
  return {
    [`${side}_p50`]: {
      ratio,
      target: `<= ${MAX_P50}`,
      met: ratio <= MAX_P50,
      note: `${median(ours).toFixed(1)} ms, ${note}`,
    },
    ...tailsOf(side, ours, idle),
  };
}

function tailsOf(side: Side, ours: readonly number[], idle: readonly number[]): Record<string, Figure> {
  const tail = (share: number): Figure => {
    const [ms, idleMs] = [quantile(ours, share), quantile(idle, share)];
    return {
      ratio: ms / idleMs,
      target: `<= ${MAX_TAIL} or +${MAX_TAIL_ADDED_MS} ms`,
      met: ms <= MAX_TAIL * idleMs || ms <= idleMs + MAX_TAIL_ADDED_MS,
      note: `${ms.toFixed(1)} against ${idleMs.toFixed(1)} ms`,
    };
  };
  return { [`${side}_p95`]: tail(0.95), [`${side}_p99`]: tail(0.99) };
}
