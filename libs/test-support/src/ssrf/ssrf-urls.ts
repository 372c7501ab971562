/** URLs that must never be reached. What the WHATWG parser makes of each was measured, not assumed. */

const LOOPBACK_SPELLINGS = [
  'http://127.0.0.1',
  'http://127.1',
  'http://127.0.1',
  'http://2130706433',
  'http://017700000001',
  'http://0x7f000001',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://0x7f.0x0.0x0.0x1',
  'http://127.00.0x1',
  'http://127.0.0.1.',
  'http://127。0。0。1',
  'http://①②⑦.⓪.⓪.①',
  'http://127.0.0.%31',
  'http://127%2e0%2e0%2e1',
  'http://user:pass@127.0.0.1',
  'http://example.com@127.0.0.1',
  'http://127.0.0.1#@example.com',
  'http://127.0.0.1\\@example.com',
  'http:\\\\127.0.0.1\\',
  'http:127.0.0.1',
  'http:///127.0.0.1/',
];

const UNSPECIFIED = ['http://0/', 'http://0.0.0.0/', 'http://0.0.0.255'];

const IPV6 = [
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:169.254.169.254]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[5f00::1]',
  '[3fff::1]',
].map((host) => `https://${host}/`);

const IPV4_SPECIAL = [
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254/latest/meta-data/',
  '169.254.170.2',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '192.88.99.1',
].map((rest) => `https://${rest}`);

/** Names that the check without I/O already knows to be internal. */
const INTERNAL_NAMES = [
  'localhost',
  'LOCALHOST.',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'foo.localhost',
  'metadata.google.internal',
  'metadata',
  'kubernetes.default.svc',
  'redis.default.svc.cluster.local',
  'redis',
  'host.docker.internal',
  'api.internal',
  'printer.local',
  'nas.lan',
].map((host) => `https://${host}/`);

const SCHEMES_AND_PORTS = [
  'gopher://example.com/',
  'ftp://example.com/',
  'ws://example.com/',
  'wss://example.com/',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
  'http://example.com/',
  'http://example.com:443/',
  'http://example.com:8443/',
  'https://example.com:0/',
  'https://example.com:22/',
  'https://example.com:25/',
  'https://example.com:80/',
  'https://example.com:6379/',
  'https://example.com:2375/',
  'https://example.com:10250/',
  'https://example.com:8080/',
  'https://redis.default.svc.cluster.local:6379/',
];

/** Refused because there is no host to connect to, or because the parser throws. */
const WITHOUT_A_HOST = [
  'file:///etc/passwd',
  'unix:/var/run/docker.sock',
  'data:text/plain,x',
  'javascript:alert(1)',
  '//127.0.0.1',
  'https://example.com:65536/',
  'https://[fe80::1%25eth0]/',
  'https://exam%0d%0aple.com/',
  'https://',
  'https:// /',
  '',
  ' ',
  'example.com/hook',
  '/hook',
  'https://[::1',
  'https://999.1.1.1/',
  'https://1.2.3.4.5.256/',
  'https://exa mple.com/',
  'https://-\u0000.com/',
  'https://xn--/',
];

/** Addresses in every base and spelling, over https, so that the address and not the scheme is what refuses them. */
const OVER_HTTPS = [...LOOPBACK_SPELLINGS, ...UNSPECIFIED].map((url) => url.replace(/^http:/, 'https:'));

/** Everything above that has a host, so that a connector can be asked to reach it. */
export const UNREACHABLE_URLS: readonly string[] = [
  ...LOOPBACK_SPELLINGS,
  ...UNSPECIFIED,
  ...OVER_HTTPS,
  ...IPV6,
  ...IPV4_SPECIAL,
  ...INTERNAL_NAMES,
  ...SCHEMES_AND_PORTS,
];

/** What registration refuses. */
export const UNACCEPTABLE_URLS: readonly string[] = [
  ...UNREACHABLE_URLS,
  ...WITHOUT_A_HOST,
  'https://user@example.com/',
  'https://user:pass@example.com/',
  `https://example.com/${'a'.repeat(4_096)}`,
];

/** Names that look public and whose answers are not: only the check at the connect can see it. */
export const TREACHEROUS_ANSWERS: ReadonlyArray<readonly [name: string, answers: readonly string[]]> = [
  ['7f000001.nip.io', ['127.0.0.1']],
  ['10.0.0.1.nip.io', ['10.0.0.1']],
  ['alias-to-private.example.com', ['192.168.7.7']],
  ['mixed.example.com', ['93.184.215.14', '10.0.0.5']],
  ['mixed-reversed.example.com', ['10.0.0.5', '93.184.215.14']],
  ['public-a-private-aaaa.example.com', ['93.184.215.14', 'fd00::5']],
  ['mapped.example.com', ['::ffff:10.0.0.5']],
  ['compatible.example.com', ['::7f00:1']],
  ['nat64.example.com', ['64:ff9b::a00:5']],
  ['metadata.example.com', ['169.254.169.254']],
  ['scoped.example.com', ['fe80::1%eth0']],
  ['garbage.example.com', ['not an address']],
  ['empty.example.com', []],
  ['many.example.com', Array.from({ length: 65 }, (_, index) => `93.184.215.${index}`)],
  ['redis.default', ['10.96.0.10']],
];

export const PUBLIC_ADDRESSES: readonly string[] = [
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.254',
  '100.128.0.1',
  '11.0.0.1',
  '2606:4700::1111',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
];

export const ACCEPTABLE_URLS: readonly string[] = [
  'https://example.com',
  'https://hooks.example.com:8443/ragfleet?tenant=1',
  'https://example.com:443/',
  'https://93.184.215.14/',
  'https://[2606:4700::1111]/',
  'https://bücher.example.com/',
  'https://example.com./hook',
];
