import { z } from 'zod';

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const NO_BOUND = 'Use a day such as 2026-11-30, or a time with its offset such as 2026-11-30T09:00:00Z.';

/** Where a period begins or ends, wherever one is asked for. */
export const periodBound = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], NO_BOUND)
  .meta({ description: 'a day in UTC, the whole of it, or a time with `Z` or another offset' });

/** The first moment of a `periodBound`. */
export const periodStartMs = (bound: string): number => Date.parse(bound);

/** Its last one: of a day, the last millisecond. */
export const periodEndMs = (bound: string): number =>
  DAY.test(bound) ? Date.parse(bound) + DAY_MS - 1 : Date.parse(bound);

interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** False where a period would end before it begins. */
export const isPeriod = ({ from, to }: Period): boolean =>
  from === undefined || to === undefined || periodStartMs(from) <= periodEndMs(to);
