import type { RowReport, SideCosts } from '../../contract.ts';
import { areMet, atMost, stated } from '../../measure/figures.ts';
import { median, quantile, quartiles } from '../../measure/quartiles.ts';
import { reportRatio } from '../../measure/report-ratio.ts';
import type { BacklogBound } from './backlog-bound.ts';
import type { Goodput } from './overload-row.ts';
import type { RefusalCosts } from './refusal-costs.ts';

export const OVERLOAD_NAME = 'overload: goodput at twice the capacity, and what a refusal costs';

const MIN_GOODPUT = 0.95;
const MAX_REFUSAL = 0.6;

export interface OverloadFindings extends Goodput {
  readonly costs: RefusalCosts;
  readonly bound: BacklogBound;
  readonly redisVersion: string;
}

export function reportOverload(findings: OverloadFindings): RowReport {
  const { costs, bound, capacityPerSecond, atCapacity, overloaded, redisVersion } = findings;
  const ratios = overloaded.map(
    ({ perSecond }, round) => perSecond / (atCapacity[round]?.perSecond ?? Number.NaN),
  );
  const goodput = median(ratios);
  const refusal = reportRatio(costs.refused, costs.accepted);
  const perSecond = (slices: Goodput['atCapacity']): number => median(slices.map((slice) => slice.perSecond));
  const figures = {
    refusal_against_acceptance: atMost(refusal.ratio, MAX_REFUSAL, {
      note: `CPU of ingress and queue Redis ${redisVersion}: ${us(costs.refused)} against ${us(costs.accepted)} us, quartiles ${refusal.spread.map((one) => one.toFixed(2)).join(' to ')}`,
    }),
    ...backlogFigures(bound, overloaded),
    ...waitFigures(overloaded),
    capacity_per_second: stated(capacityPerSecond, 'with as much waiting as may'),
  };
  return {
    row: 14,
    name: OVERLOAD_NAME,
    ours: perSecond(overloaded),
    floor: perSecond(atCapacity),
    peers: {},
    unit: 'queries a second that come to a good end; the floor is the same fleet at its capacity',
    ratio: goodput,
    target: `>= ${MIN_GOODPUT}`,
    met: goodput >= MIN_GOODPUT && areMet(figures),
    spread: quartiles(ratios),
    figures,
    rounds: { refused: costs.refused, accepted: costs.accepted },
    details: { capacityPerSecond, atCapacity, overloaded, bound },
  };
}

const us = ({ cpuUs }: SideCosts): string => median(cpuUs).toFixed(0);

function backlogFigures(bound: BacklogBound, overloaded: Goodput['overloaded']): RowReport['figures'] {
  const { depth, depthLimit, open, openLimit, inFlight } = bound;
  const mostOpen = Math.max(open, ...overloaded.map((slice) => slice.mostOpen));
  return {
    high_lane_depth: {
      ratio: depth,
      target: `${depthLimit} and at most ${inFlight} more`,
      met: depth >= depthLimit && depth <= depthLimit + inFlight,
      note: 'offered a fifth more than that',
    },
    open_of_a_tenant: atMost(mostOpen, openLimit, { note: 'the most that was seen' }),
  };
}

function waitFigures(overloaded: Goodput['overloaded']): RowReport['figures'] {
  const accepted = overloaded.flatMap(({ acceptedMs }) => acceptedMs);
  const refused = overloaded.flatMap(({ refusedMs }) => refusedMs);
  const share = refused.length / (refused.length + accepted.length);
  return {
    refused_share_at_twice: stated(share, 'of what was offered'),
    refusal_p95_ms: stated(quantile(refused, 0.95), 'from when it was due to the reply'),
    acceptance_p95_ms: stated(quantile(accepted, 0.95), 'from when it was due to the 202'),
  };
}
