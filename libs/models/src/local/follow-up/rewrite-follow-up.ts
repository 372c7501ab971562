import { type FollowUp } from '@ragfleet/rag-core';
import { languageOf } from '@ragfleet/question-meaning';
import { mainPhrase, type Turn } from './antecedent.ts';
import { fillSlot, withoutMark } from './fill-slot.ts';
import { FOLLOW_UP_LANGUAGES, type FollowUpWords } from './languages.ts';
import { wordsIn } from './phrases.ts';
import { replacePronouns } from './replace-pronouns.ts';

// What lies further back is not what a follow-up follows.
const MAX_TURNS = 4;
const MAX_CHARACTERS = 500;
const MAX_FRAGMENT_WORDS = 6;

/**
 * The question as it would be asked without the turns before it, by rules: a fragment takes the place of what it changes,
 * a pronoun that of what it stands for, a lone question word is asked of the last topic. What stands by itself, what is
 * too long to be a follow-up and what no rule understands comes back as it is. English; simple cases of German, French and Spanish.
 */
export function rewriteFollowUp({ question, history }: FollowUp): string {
  const turns = turnsOf(history).slice(-MAX_TURNS);
  const before = turns.reduce<Turn | null>(
    (last, turn) => ({ ...turn, question: last === null ? turn.question : standalone(turn.question, last) }),
    null,
  );
  return before === null ? question : standalone(question, before);
}

function turnsOf(history: FollowUp['history']): Turn[] {
  return history.flatMap(({ role, content }, at) => {
    if (role !== 'user') return [];
    const next = history[at + 1];
    return [{ question: content, answer: next?.role === 'assistant' ? next.content : '' }];
  });
}

function standalone(question: string, before: Turn): string {
  if (question.length > MAX_CHARACTERS || before.question.length > MAX_CHARACTERS) return question;
  const language = languageFor(question, before.question);
  if (language === undefined || mainPhrase(before.question, language) === null) return question;
  const core = withoutMark(question)
    .replace(/^[¿¡\s]+/u, '')
    .replace(language.opening, '')
    .replace(/^[¿¡\s]+/u, '');
  if (core === '') return question;
  if (language.bare.test(core)) return `${capitalized(core)} ${topicOf(before.question, language)}?`;
  if (isFragment(core, language)) return fillSlot(before.question, core, language);
  const resolved = replacePronouns(core, before, language);
  return resolved === core ? question : `${capitalized(resolved)}?`;
}

function languageFor(question: string, before: string): FollowUpWords | undefined {
  const read = languageOf(before);
  const language = read === 'und' ? languageOf(`${before} ${question}`) : read;
  return FOLLOW_UP_LANGUAGES.get(language === 'und' ? 'en' : language);
}

/** A few words without a verb: they change something in the question before. */
function isFragment(core: string, language: FollowUpWords): boolean {
  const words = wordsIn(core);
  const isQuestion = words.some(({ lower }) => language.breaks.has(lower) || language.verbs.has(lower));
  return words.length > 0 && words.length <= MAX_FRAGMENT_WORDS && !isQuestion;
}

/** The question without what asks. */
function topicOf(question: string, language: FollowUpWords): string {
  const words = wordsIn(withoutMark(question));
  const first = words.findIndex(({ lower }) => !language.breaks.has(lower));
  return withoutMark(question).slice(words[first]?.from ?? 0);
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
