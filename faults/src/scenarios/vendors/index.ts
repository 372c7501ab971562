import type { Scenario } from '../../contract.ts';
import { brokenStreams } from './broken-streams.ts';
import { documentStore } from './document-store.ts';
import { dyingConnections } from './dying-connections.ts';
import { failingBurst } from './failing-burst.ts';
import { hangingModel } from './hanging-model.ts';
import { hostNames } from './host-names.ts';
import { noProvider } from './no-provider.ts';
import { rateLimits } from './rate-limits.ts';
import { uselessReplies } from './useless-replies.ts';
import { uselessVectors } from './useless-vectors.ts';
import { vectorStore } from './vector-store.ts';

/** Faults of what the fleet calls and does not own, and of the store that holds its documents. */
export const VENDOR_SCENARIOS: readonly Scenario[] = [
  rateLimits,
  failingBurst,
  hangingModel,
  brokenStreams,
  uselessReplies,
  noProvider,
  uselessVectors,
  vectorStore,
  documentStore,
  hostNames,
  dyingConnections,
];
