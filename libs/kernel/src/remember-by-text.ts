/** What is longer is no passage, and would push out many that are. */
const MAX_TEXT_CHARACTERS = 8_000;
const ENTRY_CHARACTERS = 64;

/**
 * A pure function of a text that keeps its results: the same passages come again with every question near them. Texts of
 * `maxCharacters` together are kept, the longest unused ones leave first, half of them at a time. The result must not
 * depend on anything but the text, nor be changed by whoever gets it.
 */
export function rememberByText<Result>(
  read: (text: string) => Result,
  maxCharacters: number,
): (text: string) => Result {
  let recent = new Map<string, Result>();
  let older = new Map<string, Result>();
  let characters = 0;

  const keep = (text: string, result: Result): Result => {
    const size = text.length + ENTRY_CHARACTERS;
    if (characters + size > maxCharacters / 2) {
      older = recent;
      recent = new Map();
      characters = 0;
    }
    recent.set(text, result);
    characters += size;
    return result;
  };
  return (text) => {
    if (text.length > MAX_TEXT_CHARACTERS) return read(text);
    const known = recent.get(text);
    if (known !== undefined) return known;
    return keep(text, older.get(text) ?? read(text));
  };
}
