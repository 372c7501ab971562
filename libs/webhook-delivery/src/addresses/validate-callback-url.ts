import { LIMITS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type AllowHosts, checkPublicUrl, type PublicUrlProblem } from '@ragfleet/public-http';

const OWN_RECEIVER =
  'For a receiver of your own network, the fleet has to be started with its host in WEBHOOK_ALLOW_HOSTS.';

const FIXES: Readonly<Record<PublicUrlProblem, string>> = {
  credentials: 'Remove the user name and password from the callback URL; verify the signature instead.',
  scheme: `Use an https callback URL. ${OWN_RECEIVER}`,
  port: `Use port 443 or 8443 in the callback URL. ${OWN_RECEIVER}`,
  host: `Use a callback URL whose host is a public name or address. ${OWN_RECEIVER}`,
};

/**
 * Checks a callback URL before it is kept; no I/O, so what its name resolves to is checked again at each connect.
 * Returns the parsed URL. Fault `invalid-input` whose message says the fix.
 */
export function validateCallbackUrl(text: string, options: { readonly allowHosts: AllowHosts }): URL {
  if (text.length > LIMITS.callbackUrlCharacters)
    throw refusal(`Shorten the callback URL to ${LIMITS.callbackUrlCharacters} characters.`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    throw refusal('Send an absolute callback URL, such as https://hooks.your-domain.com/ragfleet.');
  const problem = checkPublicUrl(url, options.allowHosts);
  if (problem !== null) throw refusal(FIXES[problem]);
  return url;
}

const refusal = (message: string): Fault => new Fault('invalid-input', message);
