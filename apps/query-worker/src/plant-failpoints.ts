import type { EndedQuery, QueryHandler } from '@ragfleet/job-queue';
import { createFailpoints } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

export interface LaneHooks {
  readonly handler: QueryHandler;
  readonly onEnded: (ended: EndedQuery) => void;
}

/** The hooks as they are, or with the failpoints of a fault test around them: query.answering, .answered and .settled. */
export function plantFailpoints(config: Config, { handler, onEnded }: LaneHooks): LaneHooks {
  const failpoints = createFailpoints(config);
  if (failpoints === null) return { handler, onEnded };
  return {
    handler: async (run) => {
      const { question } = run.record.submission;
      await failpoints.reach('query.answering', question);
      const settlement = await handler(run);
      await failpoints.reach('query.answered', question);
      return settlement;
    },
    onEnded: (ended) => {
      onEnded(ended);
      void failpoints.reach('query.settled');
    },
  };
}
