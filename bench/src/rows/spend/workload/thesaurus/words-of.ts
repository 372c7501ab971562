const WORD = /[\p{L}\p{N}/€£$°][\p{L}\p{N}.,'_°-]*/gu;

/** Words in small letters: a currency stands apart from its amount, a month apart from its year, and May from may. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .replaceAll(/(?<=[€£$])(?=\d)/g, ' ')
      .replaceAll(/(?<=\d)\/(?=\d)/g, ' ')
      .replaceAll(/(?<=\S )May\b/g, 'May-month')
      .toLowerCase()
      .match(WORD) ?? [];
  return words.map((word) => word.replace(/[.,]+$/, ''));
}
