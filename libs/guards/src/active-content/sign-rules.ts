import { type ActiveRule, windowAt } from './active-rule.ts';

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const SEQUENCE = /^(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]/;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const OPEN_SEQUENCE = /^(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}$/;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const STRING = /^\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const OPEN_STRING = /^\u001b[\]PX^_][^\u0007\u001b\u009c]*\u001b?$/;

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** What a terminal obeys: whole escape sequences, and every control character but tabs and line breaks. */
export const terminalControl: ActiveRule = (text, at) => {
  const character = text[at] ?? '';
  if (!CONTROL.test(character)) return null;
  const { seen, isAll } = windowAt(text, at);
  const sequence = SEQUENCE.exec(seen)?.[0] ?? STRING.exec(seen)?.[0];
  if (sequence !== undefined) return { shown: '', end: at + sequence.length, isRemoved: true };
  const mayGoOn = seen === '\u001b' || OPEN_SEQUENCE.test(seen) || OPEN_STRING.test(seen);
  if (mayGoOn && !isAll) return 'open';
  return { shown: '', end: at + 1, isRemoved: true };
};

const HIDDEN = /[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff]/;

/** Signs that nobody sees: tag characters carry whole texts, others turn the order of what is read. Those of emoji stay. */
export const hiddenSign: ActiveRule = (text, at) => {
  const character = text[at] ?? '';
  if (HIDDEN.test(character)) return { shown: '', end: at + 1, isRemoved: true };
  if (character !== '\uDB40') return null;
  if (at + 1 === text.length) return 'open';
  return /[\uDC00-\uDC7F]/.test(text[at + 1] ?? '') ? { shown: '', end: at + 2, isRemoved: true } : null;
};

const FORMULA = /^[=+@-]{1,4}[A-Za-z_.]{1,40}[0-9]{0,4} {0,2}[(|!]/;
const MAY_BECOME_FORMULA = /^[=+@-]{1,4}[A-Za-z_.]{0,40}[0-9]{0,4} {0,2}$/;

/** What a spreadsheet would compute at the beginning of a line or a cell. An apostrophe makes it text. */
export const formula: ActiveRule = (text, at) => {
  if (!/[=+@-]/.test(text[at] ?? '')) return null;
  if (!/(?:^|[\n|\t,;])[ "]{0,4}$/.test(text.slice(Math.max(0, at - 6), at))) return null;
  const { seen } = windowAt(text, at);
  if (MAY_BECOME_FORMULA.test(seen)) return 'open';
  return FORMULA.test(seen) ? { shown: `'${text[at]}`, end: at + 1, isRemoved: true } : null;
};
