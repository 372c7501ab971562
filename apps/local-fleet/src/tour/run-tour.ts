import type { Progress } from '../progress.ts';
import { askOnLanes } from './steps/ask-on-lanes.ts';
import { compareAccess } from './steps/compare-access.ts';
import { loadDocuments, loadOwnDocuments } from './steps/load-documents.ts';
import { lookAtOperations } from './steps/look-at-operations.ts';
import { meetOtherTenant } from './steps/meet-other-tenant.ts';
import { shareAnswers } from './steps/share-answers.ts';
import { createTourContext, type TourContext, type TourStep } from './tour-context.ts';

export type Tour = Pick<TourContext, 'description' | 'corpus' | 'signal'> & Pick<Progress, 'step'>;

/** Shows the whole product, in order. Ends at the first promise that does not hold, with its Fault. */
export async function runTour({ step, ...options }: Tour): Promise<void> {
  const context = createTourContext(options);
  for (const { name, run } of stepsFor(context)) {
    options.signal.throwIfAborted();
    await step(name, () => run(context));
  }
}

const stepsFor = ({ corpus }: TourContext): readonly TourStep[] => [
  ...loadDocuments,
  ...(corpus.own.length > 0 ? [loadOwnDocuments] : []),
  ...askOnLanes,
  ...shareAnswers,
  ...compareAccess,
  meetOtherTenant,
  ...lookAtOperations,
];
