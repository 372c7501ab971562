import { type PiiFinding, SCORES } from './pii-finding.ts';

const V4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g;
const V6 = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
/** Every such address has it, and hardly another text. */
const TWO_COLONS = /:[0-9a-f]{0,4}:/i;
const VERSION_WORDS =
  /\b(?:version|v|release|build|section|chapter|clause|firmware|driver|sdk|api|upgrade to)[\s:.=v]{0,3}$/i;
const ADDRESS_WORDS = /\b(?:ip|host|server|address|ping|subnet|client|from|login)\b/i;
/** The machine itself, and none. */
const NOBODYS = /^(?:127|0|255)\./;
const CONTEXT_CHARACTERS = 40;
/** Four numbers that are all smaller are a version or a section, where nothing says otherwise. */
const SMALLEST_FIRST = 10;

/** Network addresses: a version number looks the same, hence the words around it. */
export function* findIpAddresses(text: string): Generator<PiiFinding> {
  for (const { 0: written, index: start } of text.matchAll(V4)) {
    const before = text.slice(Math.max(0, start - CONTEXT_CHARACTERS), start);
    const isSmall = written.split('.').every((part) => Number(part) < SMALLEST_FIRST);
    const isVersion = VERSION_WORDS.test(before) || (isSmall && !ADDRESS_WORDS.test(before));
    if (isV4(written) && !isVersion && !NOBODYS.test(written))
      yield { kind: 'IP_ADDRESS', start, end: start + written.length, score: SCORES.form };
  }
  if (!TWO_COLONS.test(text)) return;
  for (const { 0: written, index: start } of text.matchAll(V6)) {
    // "10:30:00" has colons too.
    if (isV6(written) && (/[a-f]/i.test(written) || written.length > 8))
      yield { kind: 'IP_ADDRESS', start, end: start + written.length, score: SCORES.form };
  }
}

const isV4 = (written: string): boolean =>
  written.split('.').every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0')));
// The parser of addresses knows its many forms.
const isV6 = (written: string): boolean => URL.canParse(`http://[${written}]/`);
