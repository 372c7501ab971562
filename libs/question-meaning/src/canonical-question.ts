import { figuresApart } from '@ragfleet/guards';

/** Words that open a question and are no name: their capital says only where the sentence begins. */
const OPENING_WORD = new RegExp(
  `^(?:${[
    'A|Am|An|Are|Can|Could|Define|Describe|Did|Do|Does|Explain|Give|Has|Have|How|Is|List|May|Must|Please|Shall|Should',
    'Show|Tell|The|Was|Were|What|When|Where|Which|Who|Whose|Why|Will|Would',
    'Wann|Warum|Was|Welche|Welcher|Welches|Wer|Wie|Wo|Kann|Darf|Muss',
    'Comment|Combien|Quand|Quel|Quelle|Quelles|Quels|Qui|Pourquoi|Où',
    'Cómo|Cuál|Cuándo|Cuánto|Cuántos|Cuántas|Dónde|Qué|Quién|Chi|Come|Cosa|Dove|Quali|Quando|Quanto',
    'Hoe|Hoeveel|Wanneer|Waar|Waarom|Wat|Welk|Como|Onde|Qual|Quem',
  ].join('|')})(?![\\p{L}\\p{N}_'’-])`,
  'u',
);
/** All but single spaces: most questions have nothing to replace. */
const UNEVEN_SPACE = /\s{2,}|[^\S ]/g;
const CLOSING_MARKS = new Set(' ?!.…。？！');
const INVERTED_MARKS = /^[¿¡ ]+/u;

/**
 * One spelling for questions that differ in nothing that carries meaning: Unicode form, white space, the capital of a
 * leading question word and the marks at both ends. Case stays otherwise: "US" is not "us", "IT" is not "it". So do
 * identifiers, operators and figures (`figuresApart`).
 */
export function canonicalQuestion(question: string): string {
  const spelt = figuresApart(question)
    .normalize('NFKC')
    .replace(UNEVEN_SPACE, ' ')
    .trim()
    .replace(INVERTED_MARKS, '')
    .replace(OPENING_WORD, (word) => word.toLowerCase());
  return withoutClosingMarks(spelt);
}

/** By hand, because an expression that ends in `+$` looks at every run of marks again and again. */
function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (end > 0 && CLOSING_MARKS.has(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}
