import { Fault } from '@ragfleet/kernel';

const DEFAULT_PORT = 6_333;

export interface ServerAddress {
  readonly url: string;
  readonly port: number;
  /** A path before the API, such as a proxy's; empty when there is none. */
  readonly prefix: string;
}

/**
 * What the client has to be told of a URL: by itself it drops the path, and takes port 6333 where the URL names the
 * default port of its protocol. Fault `invalid-input` when it is none.
 */
export function serverAddress(text: string): ServerAddress {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    throw new Fault('invalid-input', 'The URL of Qdrant is not one. Give it as https://host:6333.');
  const { origin, pathname, port, protocol } = new URL(text);
  const namesDefaultPort = port === '' && /^https?:\/\/[^/]*:\d+(\/|$)/i.test(text);
  return {
    url: origin,
    port: namesDefaultPort ? defaultPortOf(protocol) : Number(port === '' ? DEFAULT_PORT : port),
    prefix: pathname.replace(/\/+$/, ''),
  };
}

const defaultPortOf = (protocol: string): number => (protocol === 'https:' ? 443 : 80);
