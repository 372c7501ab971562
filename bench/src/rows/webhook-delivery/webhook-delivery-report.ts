import type { RowReport, SideCosts } from '../../contract.ts';
import { atMost, stated } from '../../measure/figures.ts';
import { median, quartiles } from '../../measure/quartiles.ts';
import { NO_COSTS, perSecondOf, reportRatio, rowWithin } from '../../measure/report-ratio.ts';

export const WEBHOOK_DELIVERY_NAME = 'one webhook signed, guarded, kept and delivered';
export const OURS = 'ours';
export const FLOOR = 'BullMQ job and undici POST';
const MAX_OF_FLOOR = 1.4;
const MAX_TAIL = 1.1;

/** Slowest hundredth at the others of one round, in milliseconds. */
export interface Tail {
  readonly calmMs: number;
  readonly hangingMs: number;
}

export interface DeliveryFindings {
  readonly costs: ReadonlyMap<string, SideCosts>;
  readonly tails: readonly Tail[];
  readonly redisVersion: string;
}

export function reportDeliveries({ costs, tails, redisVersion }: DeliveryFindings): RowReport {
  const [ours, floor] = [costs.get(OURS) ?? NO_COSTS, costs.get(FLOOR) ?? NO_COSTS];
  const ratio = reportRatio(ours, floor);
  const tailRatios = tails.map(({ calmMs, hangingMs }) => hangingMs / calmMs);
  const medianOf = (pick: (tail: Tail) => number): string => median(tails.map(pick)).toFixed(1);
  const figures = {
    of_floor: atMost(ratio.ratio, MAX_OF_FLOOR, {
      note: `by the clock ${perSecondOf(ours)} and ${perSecondOf(floor)} a second`,
    }),
    p99_of_19_beside_one_that_hangs: atMost(median(tailRatios), MAX_TAIL, {
      note: `${medianOf(({ hangingMs }) => hangingMs)} against ${medianOf(({ calmMs }) => calmMs)} ms; rounds' quartiles ${quartiles(
        tailRatios,
      )
        .map((one) => one.toFixed(2))
        .join(' to ')}`,
    }),
    added_us: stated(median(ours.cpuUs) - median(floor.cpuUs)),
  };
  return {
    row: 10,
    name: WEBHOOK_DELIVERY_NAME,
    ours: median(ours.cpuUs),
    floor: median(floor.cpuUs),
    peers: {},
    unit: `microseconds of CPU, node and Redis ${redisVersion}`,
    ...rowWithin(MAX_OF_FLOOR, ratio, figures),
    rounds: Object.fromEntries(costs),
    details: { tails },
  };
}
