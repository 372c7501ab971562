import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** What a receiver may show of itself: one that is right, and three that are not. */
export interface ReceiverCertificates extends AsyncDisposable {
  /** Of the authority that all but `selfSigned` are signed by. */
  readonly authorityFile: string;
  readonly valid: Certificate;
  readonly expired: Certificate;
  readonly selfSigned: Certificate;
  readonly otherHost: Certificate;
}

/** Made anew with openssl, for 127.0.0.1. */
export async function makeReceiverCertificates(): Promise<ReceiverCertificates> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-certificates-'));
  const file = (name: string): string => join(dir, name);
  const openssl = (...words: readonly string[]): Promise<unknown> => run('openssl', words, { cwd: dir });
  const selfSign = (name: string, extension: readonly string[] = []): Promise<unknown> =>
    openssl(
      'req',
      '-x509',
      ...CURVE,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      ...extension,
    );
  const sign = async (name: string, names: string, days: string): Promise<void> => {
    await writeFile(file(`${name}.ext`), `subjectAltName=${names}`);
    await openssl('req', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const by = ['-CA', 'authority.crt', '-CAkey', 'authority.key', '-CAcreateserial'];
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      days,
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  };
  const read = async (name: string): Promise<Certificate> => ({
    cert: await readFile(file(`${name}.crt`)),
    key: await readFile(file(`${name}.key`)),
  });
  await selfSign('authority');
  await selfSign('self-signed', ['-addext', 'subjectAltName=IP:127.0.0.1']);
  await sign('valid', 'IP:127.0.0.1', '2');
  await sign('expired', 'IP:127.0.0.1', '-1');
  await sign('other-host', 'DNS:receiver.test', '2');
  return {
    authorityFile: file('authority.crt'),
    valid: await read('valid'),
    expired: await read('expired'),
    selfSigned: await read('self-signed'),
    otherHost: await read('other-host'),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
