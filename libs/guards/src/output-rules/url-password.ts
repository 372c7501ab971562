import { endOf, type OutputRule, SECRET_LABEL } from './output-rule.ts';

const USER = /[A-Za-z0-9._~%+-]{0,64}/y;
const PASSWORD = /[^\s@/"'<>\\`]{0,128}/y;

/** The password of `scheme://user:password@host`. The rest of the address stays. */
export const urlPassword: OutputRule = (text, at) => {
  const mark = text.slice(at, at + 3);
  if (mark !== '://') return at + mark.length === text.length && '://'.startsWith(mark) ? 'open' : null;
  if (!/[a-z0-9+]/i.test(text[at - 1] ?? '')) return null;
  const user = endOf(USER, text, at + 3);
  if (user === text.length) return 'open';
  if (text[user] !== ':') return null;
  const end = endOf(PASSWORD, text, user + 1);
  if (end === text.length) return 'open';
  return text[end] === '@' && end > user + 1 ? { label: SECRET_LABEL, keepUntil: user + 1, end } : null;
};
