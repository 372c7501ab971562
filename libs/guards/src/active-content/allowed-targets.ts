/** Where links of a text may lead to. */
export type IsAllowedTarget = (target: string) => boolean;

/** The sources that an answer was written from, character by character but for a fragment and a last slash. */
export function allowedTargets(sources: readonly (string | null)[]): IsAllowedTarget {
  const allowed = new Set(
    sources.flatMap((source) => (source !== null && /^https?:\/\//i.test(source) ? [bare(source)] : [])),
  );
  return (target) => allowed.size > 0 && allowed.has(bare(target));
}

const bare = (target: string): string => target.replace(/#[^]*$/, '').replace(/\/$/, '');

const SCHEME = /^(?:[a-z][a-z0-9+.-]{0,30}:)?\/{0,2}/i;

/** The host that an address leads to; an address without one is not told. What else it holds could be anybody's secret. */
export function hostOf(address: string): string {
  const authority = address.replace(SCHEME, '').split(/[/?#\\]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/^(?:www\.)+/i, '');
  return /^[\p{L}\p{N}.-]{1,253}(?::\d{1,5})?$/u.test(host) ? host.replace(/\.+$/, '') : '[URL removed]';
}
