import { type ActiveRule, windowAt } from './active-rule.ts';
import { hostOf, type IsAllowedTarget } from './allowed-targets.ts';

const ADDRESS = /^(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"`|]*/i;
const MAY_BECOME_ADDRESS = /^(?:h(?:t(?:t(?:ps?:?\/?)?)?)?|f(?:t(?:p:?\/?)?)?|w(?:w(?:w)?)?)$/i;
const END_OF_ADDRESS = /[\s<>"`|]/;
/** A sentence's own signs behind an address. */
const TRAILING = /[.,;:!?'*_~)\]}]+$/;

/** An address by itself, which many readers make a link: its host stays, and all of it where it is allowed. */
export const bareAddress =
  (isAllowed: IsAllowedTarget): ActiveRule =>
  (text, at) => {
    const { seen, isAll } = windowAt(text, at);
    if (MAY_BECOME_ADDRESS.test(seen)) return 'open';
    const written = ADDRESS.exec(seen)?.[0];
    if (written === undefined) return null;
    if (written.length === seen.length && !isAll) return 'open';
    const address = allowedPart(written, isAllowed) ?? written.replace(TRAILING, '');
    const end = at + address.length;
    if (isAllowed(address)) return { shown: address, end, isRemoved: false };
    const isLonger = written.length === seen.length;
    const shown = hostOf(address);
    return isLonger
      ? { shown, end: at + written.length, isRemoved: true, until: END_OF_ADDRESS }
      : { shown, end, isRemoved: true };
  };

/** Parentheses and dots may belong to an address: the longest part that is allowed is one. */
function allowedPart(written: string, isAllowed: IsAllowedTarget): string | null {
  for (let part = written; part !== ''; part = part.slice(0, -1)) {
    if (isAllowed(part)) return part;
    if (!TRAILING.test(part)) return null;
  }
  return null;
}

const PROGRAM = /^(?:javascript:|vbscript:|data:(?:[a-z]{1,20}\/[\w.+-]{1,80})?[;,])[^\s<>`|]*/i;
const MAY_BECOME_PROGRAM = [/^[jv][a-z]{0,9}$/i, /^data?$|^data:[a-z]{0,20}(?:\/[\w.+-]{0,80})?$/i, /^da?$/i];
const NAMES = ['javascript:', 'vbscript:', 'data:'];
const END_OF_PROGRAM = /[\s<>`|]/;

/** A program or a file in the form of an address. "JavaScript: the good parts" and "Data: 25 days" are none. */
export const programAddress: ActiveRule = (text, at) => {
  const { seen, isAll } = windowAt(text, at);
  const lower = seen.toLowerCase();
  if (NAMES.some((name) => name.startsWith(lower) || (lower === name && !isAll))) return 'open';
  if (MAY_BECOME_PROGRAM[1]?.test(seen) === true) return 'open';
  const written = PROGRAM.exec(seen)?.[0];
  if (written === undefined || /^(?:javascript|vbscript):$/i.test(written)) return null;
  if (written.length === seen.length && !isAll) return 'open';
  const end = at + written.length;
  const isLonger = written.length === seen.length;
  return {
    shown: '[URL removed]',
    end,
    isRemoved: true,
    ...(isLonger && { until: END_OF_PROGRAM }),
  };
};
