import { TREACHEROUS_ANSWERS, UNACCEPTABLE_URLS, UNREACHABLE_URLS } from './ssrf-urls.ts';

/**
 * Where a URL of a stranger is looked at: when it is named, when a stored one is used, and at the connect, which holds
 * alone, whatever the other two let pass.
 */
type SsrfLayer = 'registration' | 'delivery' | 'connector';

interface SsrfCase {
  readonly url: string;
  /** What its name resolves to at the connect. */
  readonly answers?: readonly string[];
  readonly layers: readonly SsrfLayer[];
}

const ALL: readonly SsrfLayer[] = ['registration', 'delivery', 'connector'];
const BY_TEXT: readonly SsrfLayer[] = ['registration', 'delivery'];
const BY_ANSWER: readonly SsrfLayer[] = ['delivery', 'connector'];
const reachable: ReadonlySet<string> = new Set(UNREACHABLE_URLS);

/** A URL that must never be reached, and every layer that must refuse it. */
export const SSRF_CASES: readonly SsrfCase[] = [
  // By their text: what is no address to connect to never comes as far as a connector.
  ...UNACCEPTABLE_URLS.map((url) => ({ url, layers: reachable.has(url) ? ALL : BY_TEXT })),
  // By their answers: the name is one like others.
  ...TREACHEROUS_ANSWERS.map(([name, answers]) => ({
    url: `https://${name}/`,
    answers,
    layers: BY_ANSWER,
  })),
  // A name that moves: whatever it said when it was named, what it says at the connect counts.
  ...['127.0.0.1', '169.254.169.254', '10.0.0.5', 'fd00::5', '::ffff:127.0.0.1'].map((address, index) => ({
    url: `https://rebind-${index}.example.com/`,
    answers: [address],
    layers: BY_ANSWER,
  })),
];
