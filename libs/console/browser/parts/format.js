const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const dollars = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 3,
});
const roughDollars = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
});
const number = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const bytes = [
  { from: 1_000_000, unit: 'MB' },
  { from: 1_000, unit: 'kB' },
];

/** @param {string} iso */
export const formatTime = (iso) => dateTime.format(new Date(iso));
/** @param {number} usd */
export const formatUsd = (usd) => (usd === 0 ? '$0' : dollars.format(usd));
/** For an overview: two digits say enough. @param {number} usd */
export const formatUsdRoughly = (usd) => (usd === 0 ? '$0' : roughDollars.format(usd));
/** @param {number} count */
export const formatCount = (count) => number.format(count);
/** @param {number} share from 0 to 1 */
export const formatShare = (share) => percent.format(share);

/** @param {number} ms */
export function formatMs(ms) {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** @param {number} size */
export function formatBytes(size) {
  const found = bytes.find(({ from }) => size >= from);
  return found === undefined ? `${size} B` : `${(size / found.from).toFixed(1)} ${found.unit}`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export const countOf = (count, one, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`;
