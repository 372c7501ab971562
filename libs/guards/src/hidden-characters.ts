// Default-ignorable code points are invisible: zero-width, bidi and tag characters, variation selectors, fillers.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
const CONTROL_BUT_NEWLINE = /(?!\n)\p{Cc}/gu;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;

/** The text without invisible characters; other controls become a space; line breaks become `\n`. */
export function withoutHiddenCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(LINE_BREAK, '\n')
    .replace(CONTROL_BUT_NEWLINE, ' ');
}
