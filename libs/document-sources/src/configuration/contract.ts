import type { DocumentSource, SourceName, SourceRules } from '@ragfleet/rag-core';

/** When a source is passed over: every so many minutes, or by a cron expression in its time zone. */
export type SourceSchedule =
  | { readonly everyMinutes: number }
  | { readonly cron: string; readonly timezone: string };

/** A source as the configuration describes it, ready to be passed over. */
export interface ConfiguredSource {
  readonly name: SourceName;
  readonly schedule: SourceSchedule;
  readonly rules: SourceRules;
  readonly documents: DocumentSource;
}
