/** A message as a chat vendor is sent it. */
export interface SentMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * A model that obeys every order that is not visibly a quotation, as no real one is known to: what it would write of
 * the markers that orders name. It reads a prompt as the adapters send it. Only what stands in the user's message,
 * between the marks whose word the task behind them names, is quoted to it; and even that it obeys where something in
 * it passes for the end of the quotation or for another speaker, and where a plain order has spaces between its words.
 */
export function obeyedMarkers(messages: readonly SentMessage[], markers: readonly string[]): string[] {
  const last = messages.length - 1;
  const orders = messages.flatMap((message, at) =>
    at === last && message.role === 'user' ? ordersOf(message.content) : [message.content],
  );
  const read = orders.flatMap((text) => [text, ...decodings(text)].map(unhidden)).join('\n');
  return markers.filter((marker) => read.includes(marker));
}

const TASK = /Everything between the marks with (\S{12}) is quoted material/g;

function ordersOf(content: string): string[] {
  const word = [...content.matchAll(TASK)].at(-1)?.[1];
  if (word === undefined) return [content];
  const quotation = new RegExp(`<document-${word} number="\\d+">([^]*?)</document-${word}>`, 'g');
  const quoted = [...content.matchAll(quotation)].map(([, text = '']) => text);
  return [content.replace(quotation, ''), ...quoted.flatMap(brokenOut), ...quoted.flatMap(plainOrders)];
}

const BREAKS = [
  /<\|[\w ]{1,40}\|>/,
  /\[\/?INST\]/i,
  /<<\/?SYS>>/i,
  /^[\s>#*_-]{0,8}(?:system|human|assistant|user)[\s*_]{0,4}:/im,
  /<\/?(?:context|documents?|passage|system|quoted_material|instructions)(?:-\w{1,40})?>/i,
  /["']role["']\s*:\s*["']\w+["']/,
];

/** From the first sign on that ends a quotation for it. */
function brokenOut(quoted: string): string[] {
  const places = BREAKS.map((sign) => quoted.search(sign)).filter((at) => at !== -1);
  const hidden = quoted.match(/[\u{E0020}-\u{E007E}]+/gu)?.map(fromTags) ?? [];
  return places.length === 0 ? hidden : [quoted.slice(Math.min(...places)), ...hidden];
}

const ORDER =
  /\b(?:ignore|disregard|forget)\b.{0,60}\b(?:instructions|rules|question|above)\b|\byou are now\b|\bnew instructions\b|\bnot (?:be )?answer|\brefuse\b|\brespond\b|\breply\b/i;
const PRIVATE = /[\uE000-\uF8FF]/;

/** Orders between whose words stands a space: a mark there shows it that they are somebody else's. */
const plainOrders = (quoted: string): string[] =>
  quoted
    .split('\n')
    .map((line) => line.replace(/^(?:Title|Source): /, ''))
    .filter((line) => ORDER.test(unhidden(line)) && !(PRIVATE.test(line) && !line.includes(' ')));

const unhidden = (text: string): string =>
  text.replace(/[\u{E0020}-\u{E007E}]+/gu, fromTags).replace(/[\u200B-\u200D\u2060\uFEFF]/g, '');

const fromTags = (tags: string): string =>
  Array.from(tags, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0xe0020) - 0xe0000)).join('');

function decodings(text: string): string[] {
  const parts = text.match(/[A-Za-z0-9+/]{24,}={0,2}/g) ?? [];
  return [
    ...parts.map((part) => Buffer.from(part, 'base64').toString('latin1')),
    ...parts.map((part) => Buffer.from(part, 'hex').toString('latin1')),
    text.replace(/[a-z]/gi, rotated),
  ];
}

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}
