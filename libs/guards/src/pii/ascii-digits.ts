// Digits of other scripts, and what stands between groups of full-width ones: all of one UTF-16 unit.
const MAY_BE_FOREIGN = /[\u0660-\uffff]/;
const FOREIGN = /[[\p{Nd}&&[\u0660-\uffff]]\uff0b\uff0d-\uff0f\u3000]/gv;
const DIGIT = /\p{Nd}/u;
const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ['\uff0b', '+'],
  ['\uff0d', '-'],
  ['\uff0e', '.'],
  ['\uff0f', '/'],
  ['\u3000', ' '],
]);

/**
 * The text with the digits of every script, and the signs between full-width ones, as ASCII writes them: `１２３－４５`,
 * `١٢٣-٤٥`. Every place stays where it is.
 */
export const withAsciiDigits = (text: string): string =>
  MAY_BE_FOREIGN.test(text)
    ? text.replace(FOREIGN, (sign) => SEPARATORS.get(sign) ?? asciiDigit(sign))
    : text;

/** The ten digits of a script stand one behind the other, zero first. */
function asciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  let value = 0;
  while (DIGIT.test(String.fromCharCode(code - value - 1))) value += 1;
  return String(value);
}
