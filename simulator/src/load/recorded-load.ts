import { Fault } from '@ragfleet/kernel';
import type { LoadProfile } from './load-profile.ts';

/** A week by the minute is a tenth of it. */
const MOST_ROWS = 100_000;
const MINUTE_MS = 60_000;

interface Row {
  readonly atMs: number;
  readonly questions: number;
}

/**
 * A load as a fleet saw it: lines of `time,questions`, oldest first, as a range query over
 * `increase(ragfleet_queries_accepted_total[1m])` gives them. A time is seconds since 1970 or ISO 8601; the questions of a
 * line came between it and the next one, evenly. A first line of names is passed over. Fault `invalid-input` with the line.
 */
export function recordedLoad(text: string): LoadProfile {
  const rows = rowsOf(text);
  const [first, second] = rows;
  if (first === undefined || second === undefined)
    throw new Fault('invalid-input', 'A recorded load has two lines of time,questions at least.');
  const last = rows.at(-1) ?? second;
  // The last line lasts as long as the one before it.
  const endMs = last.atMs + (last.atMs - (rows.at(-2) ?? first).atMs);
  const bins = rows.map(({ atMs, questions }, at) => ({
    fromMs: atMs - first.atMs,
    perSecond: (questions * 1_000) / ((rows[at + 1]?.atMs ?? endMs) - atMs),
  }));
  const peakPerSecond = bins.reduce((most, { perSecond }) => Math.max(most, perSecond), 0);
  if (peakPerSecond === 0) throw new Fault('invalid-input', 'This recorded load has no question.');
  return {
    minutes: (endMs - first.atMs) / MINUTE_MS,
    perSecondAt: (atMs) => bins[placeOf(bins, atMs)]?.perSecond ?? 0,
    peakPerSecond,
  };
}

function rowsOf(text: string): readonly Row[] {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), number: at + 1 }));
  const filled = lines.filter(({ line }, at) => line !== '' && !(at === 0 && /^[a-z_]+,/i.test(line)));
  if (filled.length > MOST_ROWS)
    throw new Fault('invalid-input', `Give at most ${MOST_ROWS} lines: take longer intervals.`);
  const rows = filled.map(({ line, number }) => rowOf(line, number));
  const late = rows.findIndex(({ atMs }, at) => atMs <= (rows[at - 1]?.atMs ?? -Infinity));
  if (late !== -1)
    throw new Fault('invalid-input', `Line ${filled[late]?.number} is not later than the line before it.`);
  return rows;
}

function rowOf(line: string, number: number): Row {
  const [time = '', count = ''] = line.split(',');
  const atMs = /^\d+(?:\.\d+)?$/.test(time) ? Number(time) * 1_000 : Date.parse(time);
  const questions = Number(count);
  if (count.trim() !== '' && Number.isFinite(atMs) && Number.isFinite(questions) && questions >= 0)
    return { atMs, questions };
  throw new Fault('invalid-input', `Line ${number} is not time,questions, such as 1767225600,42.`);
}

/** The last bin that has begun. */
function placeOf(bins: readonly { readonly fromMs: number }[], atMs: number): number {
  let [low, high] = [0, bins.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((bins[middle]?.fromMs ?? Infinity) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
