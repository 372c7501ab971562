import { createPresidioFinder } from '@ragfleet/models';
import type { PiiFinder } from '@ragfleet/rag-core';
import type { Config } from './config.ts';
import type { WorkerMetrics } from './telemetry.ts';

/** The second finder of personal data, where one is configured. */
export function openPiiFinder(
  { PRESIDIO_URL: url, PRESIDIO_LANGUAGE: language }: Pick<Config, 'PRESIDIO_URL' | 'PRESIDIO_LANGUAGE'>,
  metrics: Pick<WorkerMetrics, 'count'>,
): { readonly piiFinder?: PiiFinder } {
  if (url === undefined) return {};
  const onFailure = (reason: string): void => metrics.count('piiFinderFailures', { reason });
  return { piiFinder: createPresidioFinder({ url, language, onFailure }) };
}
