import { scanPii } from '@ragfleet/guards';
import { isLocalModel } from '@ragfleet/pricing';
import type { CleanQuestion } from './clean-question.ts';

export interface PrivateQuestion {
  /** As it was asked: for the process itself. */
  readonly plain: CleanQuestion;
  /** With personal data masked: for everyone outside. */
  readonly masked: CleanQuestion;
  readonly kinds: readonly string[];
  /** Kinds that end the query. */
  readonly blockedKinds: readonly string[];
}

/** Looks for personal data in the question and its history. */
export function protectPrivacy(plain: CleanQuestion, isDetectionOn: boolean): PrivateQuestion {
  if (!isDetectionOn) return { plain, masked: plain, kinds: [], blockedKinds: [] };
  const question = scanPii(plain.text);
  const turns = plain.history.map((turn) => ({ role: turn.role, scan: scanPii(turn.content) }));
  const scans = [question, ...turns.map(({ scan }) => scan)];
  if (scans.every(({ kinds }) => kinds.length === 0))
    return { plain, masked: plain, kinds: [], blockedKinds: [] };
  return {
    plain,
    masked: {
      ...plain,
      text: question.maskedText,
      history: turns.map(({ role, scan }) => ({ role, content: scan.maskedText })),
    },
    kinds: [...new Set(scans.flatMap((scan) => scan.kinds))].toSorted(),
    blockedKinds: [...new Set(scans.flatMap((scan) => scan.blockedKinds))].toSorted(),
  };
}

/** A local model sees the question as it was asked; a vendor's sees it masked. */
export function shownTo(model: string, question: PrivateQuestion): CleanQuestion {
  return isLocalModel(model) ? question.plain : question.masked;
}
