import type { PiiFinding, RestoredText } from '@ragfleet/guards';
import { toFault } from '@ragfleet/kernel';
import { keptText } from '../cache/cache-scope.ts';
import type { CleanQuestion } from './clean-question.ts';
import { type PrivacyOptions, type PrivateQuestion, protectPrivacy } from './protect-privacy.ts';
import { type QueryContext, settingsOf } from './query-context.ts';

/** Warning of a question whose people may not all have been found. */
export const PII_FINDER_AWAY = 'pii-finder-unavailable';

/** The question as its tenant's policy wants it protected, with what a second finder sees where there is one. */
export async function findPersonalData(run: QueryContext, clean: CleanQuestion): Promise<PrivateQuestion> {
  if (!hasSecondFinder(run)) return run.stepNow('pii', () => protectPrivacy(clean, privacyOptions(run)));
  return run.step('pii', () => withSecondFinder(run, clean));
}

/**
 * The same of a question that a model has written anew, alone. What its turns said of a name is not in it any more: what
 * was found there is found here as well.
 */
export async function findInRewritten(
  run: QueryContext,
  { text, findings }: RestoredText,
): Promise<PrivateQuestion> {
  const seen = hasSecondFinder(run) ? await foundElsewhere(run, text) : [];
  const alsoFound = [[...findings, ...seen]];
  return protectPrivacy({ text, history: [] }, { ...privacyOptions(run), alsoFound });
}

const hasSecondFinder = ({ ports }: QueryContext): boolean =>
  ports.piiFinder !== undefined && ports.settings.isPiiDetectionOn;

async function withSecondFinder(run: QueryContext, clean: CleanQuestion): Promise<PrivateQuestion> {
  const texts = [clean.text, ...clean.history.map(({ content }) => content)];
  const alsoFound = await Promise.all(texts.map((text) => foundElsewhere(run, text)));
  return protectPrivacy(clean, { ...privacyOptions(run), alsoFound });
}

/** What the tenant wants of its personal data. */
export function privacyOptions(run: QueryContext): PrivacyOptions {
  const { piiStrategy: strategy, blockedPiiKinds: blockedKinds } = settingsOf(run).guards;
  const { settings, cache } = run.ports;
  const { tenantId } = run.question.principal;
  return {
    isDetectionOn: settings.isPiiDetectionOn,
    strategy,
    blockedKinds,
    hashKey: () => cache.entries.idOf(tenantId, keptText(['people', 'stand-ins', 'key'])),
  };
}

/** A second finder that is away costs its finds, never the answer. */
async function foundElsewhere(run: QueryContext, text: string): Promise<readonly PiiFinding[]> {
  try {
    return (await run.ports.piiFinder?.find(text, run.signal)) ?? [];
  } catch (error) {
    run.signal.throwIfAborted();
    const { queryId } = run.question;
    run.ports.logger.warn({ queryId, kind: toFault(error).kind }, 'second finder of personal data failed');
    run.warnings.add(PII_FINDER_AWAY);
    return [];
  }
}
