import { type Clock, systemClock } from '@ragfleet/kernel';
import type { SearchTelemetry, Step } from '../ports/operations.ts';

/**
 * What the work comes to, and how long it took as a span of its step; work that fails ends its span too. Every step passes
 * here: one promise behind the work's own, where an async function would have two and wait for one of them.
 */
export function inSpan<T>(
  telemetry: Pick<SearchTelemetry, 'span'>,
  step: Step,
  work: () => Promise<T>,
  clock: Pick<Clock, 'monotonicMs'> = systemClock,
): Promise<T> {
  const fromMs = clock.monotonicMs();
  const fail = (error: unknown): Promise<never> => {
    telemetry.span(step, fromMs, clock.monotonicMs(), { error });
    return failed(error);
  };
  try {
    return work().then((result) => {
      telemetry.span(step, fromMs, clock.monotonicMs());
      return result;
    }, fail);
  } catch (error) {
    return fail(error);
  }
}

/** A promise that fails with it, whatever it is. */
export async function failed(error: unknown): Promise<never> {
  throw error;
}
