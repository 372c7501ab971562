const QUESTION_WORDS =
  /^(?:Are|Can|Could|Did|Do|Does|Has|Have|How|Is|May|Must|Should|Was|Were|What|When|Where|Which|Who|Why|Will|Would)\b/;

/**
 * One spelling for questions that differ in nothing that carries meaning: Unicode form, white space, the capital of a
 * leading question word and the marks at the end. Case stays otherwise: "US" is not "us", "IT" is not "it".
 */
export function canonicalQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(QUESTION_WORDS, (word) => word.toLowerCase())
    .replace(/[ ?!.]{1,8}$/, '');
}
