import { type Clock, systemClock } from '@ragfleet/kernel';
import type { SearchTelemetry, Step } from '../ports/operations.ts';

/** What the work comes to, and how long it took as a span of its step; work that fails ends its span too. */
export async function inSpan<T>(
  telemetry: Pick<SearchTelemetry, 'span'>,
  step: Step,
  work: () => Promise<T>,
  clock: Pick<Clock, 'monotonicMs'> = systemClock,
): Promise<T> {
  const fromMs = clock.monotonicMs();
  try {
    const result = await work();
    telemetry.span(step, fromMs, clock.monotonicMs());
    return result;
  } catch (error) {
    telemetry.span(step, fromMs, clock.monotonicMs(), { error });
    throw error;
  }
}
