import { sanitizePassage, sanitizeQuestion } from '@ragfleet/guards';
import type { AnswerRequest } from '../ports/models.ts';
import { type CleanQuestion, searchText } from './clean-question.ts';
import { protectPrivacy } from './protect-privacy.ts';

/**
 * The texts of which a question's vector may have been made, for whoever has to find it again: as it was asked and with
 * numbered stand-ins, by itself and with the turn before it. Neither what a model has made of a follow-up nor hashes in
 * the place of people can be told from the question; such vectors end with their day.
 */
export function embeddedTextsOf({
  question,
  history,
}: Pick<AnswerRequest, 'question' | 'history'>): readonly string[] {
  const { text } = sanitizeQuestion(question);
  const turns = history.map(({ role, content }) => ({ role, content: sanitizePassage(content) }));
  const forms = [
    { text, history: [] },
    { text, history: turns },
  ].flatMap(withStandIns);
  return [...new Set(forms.map(searchText))];
}

function withStandIns(clean: CleanQuestion): CleanQuestion[] {
  const { masked } = protectPrivacy(clean, {
    isDetectionOn: true,
    strategy: 'replace',
    blockedKinds: [],
    // Of what the cache would keep, and nothing is kept here.
    hashKey: () => '',
  });
  return [clean, masked];
}
