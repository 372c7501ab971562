import type { Figure, RowReport, SideCosts } from '../../contract.ts';
import { atMost, stated } from '../../measure/figures.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, type Ratio, reportRatio, rowWithin } from '../../measure/report-ratio.ts';
import { BODY_BYTES, type BodyBytes } from './door-bodies.ts';
import { EXPRESS, FASTIFY, FLOOR, OURS } from './door-sides.ts';
import type { DoorCosts } from './measure-doors.ts';

export const ACCEPTANCE_NAME = 'CPU of one accepted query, at the ingress and in its Redis';
const MAX_OF_FLOOR = 2.2;

export interface AcceptanceFindings {
  readonly costs: ReadonlyMap<BodyBytes, ReadonlyMap<string, DoorCosts>>;
  readonly redisVersion: string;
}

const NOTHING: DoorCosts = { whole: NO_COSTS, process: NO_COSTS };

/** Both sizes are held to the target; the row's own numbers are those of the small one. */
export function reportAcceptance({ costs, redisVersion }: AcceptanceFindings): RowReport {
  const of = (bytes: BodyBytes, side: string): DoorCosts => costs.get(bytes)?.get(side) ?? NOTHING;
  const ofSide = (bytes: BodyBytes, side: string): Ratio =>
    reportRatio(of(bytes, OURS).whole, of(bytes, side).whole);
  const [small, large] = BODY_BYTES;
  const toFloor = (bytes: BodyBytes): Figure =>
    atMost(ofSide(bytes, FLOOR).ratio, MAX_OF_FLOOR, {
      note: noteOf(of(bytes, OURS), of(bytes, FLOOR)),
    });
  const figures = {
    [`${small}_bytes_of_floor`]: toFloor(small),
    [`${large}_bytes_of_floor`]: toFloor(large),
    of_express_with_zod: stated(ofSide(small, EXPRESS).ratio),
    of_fastify_with_ajv: stated(ofSide(small, FASTIFY).ratio),
  };
  return {
    row: 1,
    name: ACCEPTANCE_NAME,
    ours: us(of(small, OURS).whole),
    floor: us(of(small, FLOOR).whole),
    peers: { [EXPRESS]: us(of(small, EXPRESS).whole), [FASTIFY]: us(of(small, FASTIFY).whole) },
    unit: `microseconds of CPU, node and Redis ${redisVersion}`,
    ...rowWithin(MAX_OF_FLOOR, ofSide(small, FLOOR), figures),
    rounds: Object.fromEntries(
      [...costs].flatMap(([bytes, sides]) =>
        [...sides].map(([side, { whole }]) => [`${bytes} bytes: ${side}`, whole]),
      ),
    ),
  };
}

const us = ({ cpuUs }: SideCosts): number => median(cpuUs);

const noteOf = (ours: DoorCosts, floor: DoorCosts): string =>
  `ours ${parts(ours)}, floor ${parts(floor)} us in node and in both`;

const parts = ({ process, whole }: DoorCosts): string =>
  `${us(process).toFixed(0)} and ${us(whole).toFixed(0)}`;
