import type { Logger, SearchTelemetry } from '@ragfleet/rag-core';

/** An evaluation reports figures, and fails on what a log would warn of. */
export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
export const silentTelemetry: SearchTelemetry = { span: () => {}, foreignPassages: () => {} };
