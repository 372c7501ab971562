// Default-ignorable code points are invisible: zero-width, bidi and tag characters, variation selectors, fillers.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes.
const CONTROL_BUT_NEWLINE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;

/** The text without invisible characters; other controls become a space; line breaks become `\n`. */
export function withoutHiddenCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(LINE_BREAK, '\n')
    .replace(CONTROL_BUT_NEWLINE, ' ');
}
