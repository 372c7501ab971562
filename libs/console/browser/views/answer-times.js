import { formatMs } from '../parts/format.js';

/** @typedef {import('../api/resources.ts').Query} Query */

/** @type {readonly { share: number, name: string }[]} */
const SHARES = [
  { share: 0.5, name: 'Half within' },
  { share: 0.95, name: '95 of 100 within' },
  { share: 0.99, name: '99 of 100 within' },
];

/**
 * From accepted to answered, by nearest rank, and of how many; without rows where nothing was answered. A query whose
 * result was removed counts for nothing.
 * @param {readonly Query[]} queries
 */
export function answerTimes(queries) {
  const times = queries
    .flatMap(({ result }) => (result === null ? [] : [result.timings_ms.total]))
    .toSorted((one, other) => one - other);
  const rows = SHARES.flatMap(({ share, name }) => {
    const value = times[Math.ceil(share * times.length) - 1];
    return value === undefined ? [] : [{ name, value, text: formatMs(value) }];
  });
  return { count: times.length, rows };
}
