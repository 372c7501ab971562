import { expect, it } from 'vitest';
import { languageOf } from './language-of.ts';

it.each([
  ['en', 'how many vacation days do I get'],
  ['en', 'what is the policy for the Zürich office'],
  ['en', 'who signs off'],
  ['de', 'wie viele Urlaubstage habe ich'],
  ['de', 'was war der Umsatz im Januar'],
  ['fr', 'quelle est la politique de congés'],
  ['fr', "combien de jours de congé est-ce que j'ai"],
  ['es', 'cuál es la política de vacaciones'],
  ['es', 'dónde está la oficina de Madrid'],
  ['it', 'quali sono gli orari di apertura della biblioteca'],
  ['it', 'chi è il direttore delle vendite'],
  ['nl', 'hoeveel vakantiedagen heb ik'],
  ['nl', 'waar is het kantoor in Utrecht'],
  ['pt', 'qual é a política de férias da empresa'],
  ['pt', 'quantos dias de férias eu tenho'],
  ['zh', '公司的休假政策是什么'],
  ['ja', '有給休暇は何日ありますか'],
  ['ko', '휴가는 며칠입니까'],
  ['ru', 'какой у нас отпуск'],
  ['uk', 'скільки днів відпустки в мене є'],
  ['ar', 'ما هي سياسة الإجازات'],
  ['el', 'ποια είναι η πολιτική αδειών'],
])('knows %s', (language, question) => {
  expect(languageOf(question)).toBe(language);
});

it.each([
  '',
  'leave policy',
  'SAP',
  '2024',
  'Docker Ubuntu 22.04',
  'no',
  '🙂',
  'jak se mate dnes vecer',
  'a o e',
])('does not guess at %j', (question) => {
  expect(languageOf(question)).toBe('und');
});
