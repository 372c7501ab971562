export type { ConfiguredSource, SourceSchedule } from './configuration/contract.ts';
export { readSources, type ReadSourcesOptions } from './configuration/read-sources.ts';
export { sourceVariables } from './configuration/variables.ts';
