import { residentBytesOf } from '../../fleet/process-meter.ts';
import { type Point, slopeOf } from '../../measure/slope-of.ts';
import { median } from '../../measure/quartiles.ts';

/** Megabytes of resident memory of each process over time, in the order of the processes. */
export interface MemorySample {
  readonly atMs: number;
  readonly megabytes: readonly number[];
}

export interface MemoryWatch {
  readonly samples: readonly MemorySample[];
  stop(): void;
}

const EVERY_MS = 1_000;
const MEGABYTE = 1_048_576;
const MS_PER_MINUTE = 60_000;

export async function sampleMemory(pids: readonly number[]): Promise<MemorySample> {
  const bytes = await Promise.all(pids.map(residentBytesOf));
  return { atMs: performance.now(), megabytes: bytes.map((one) => one / MEGABYTE) };
}

/** Samples once a second until it is stopped. A process that is gone ends the watch; the row sees that by itself. */
export function watchMemory(pids: readonly number[]): MemoryWatch {
  const samples: MemorySample[] = [];
  const timer = setInterval(() => {
    sampleMemory(pids).then(
      (sample) => void samples.push(sample),
      () => clearInterval(timer),
    );
  }, EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}

/** Of the later half of the samples: by then caches, pools and code are warm. */
export interface LaterHalf {
  readonly medianMb: number;
  readonly slopeMbPerMinute: number;
}

/** Sums the processes that `isOurs` picks by their place. */
export function laterHalfOf(samples: readonly MemorySample[], isOurs: (at: number) => boolean): LaterHalf {
  const later = samples.slice(Math.floor(samples.length / 2));
  const points: Point[] = later.map(({ atMs, megabytes }) => ({
    x: atMs / MS_PER_MINUTE,
    y: megabytes.reduce((sum, mb, at) => (isOurs(at) ? sum + mb : sum), 0),
  }));
  return { medianMb: median(points.map(({ y }) => y)), slopeMbPerMinute: slopeOf(points) };
}
