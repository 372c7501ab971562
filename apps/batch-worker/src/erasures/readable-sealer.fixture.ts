import { Fault } from '@ragfleet/kernel';
import { createSealer, expandText, type Sealer } from '@ragfleet/sealing';
import type { Redis } from '@ragfleet/redis-connection';

const MARK = '|sealed|';
/** Two ids, and a count of passages: before the text of a cached answer whose passages have names of their own. */
const CACHED_ANSWER_HEAD_BYTES = 33;

/** Seals without hiding anything, so that a dump shows what it would take the master key to read. Digests are real. */
export function createReadableSealer(): Sealer {
  const real = createSealer(Buffer.alloc(32, 9).toString('base64'));
  const prefixOf = (tenantId: string, purpose: string): string => `${tenantId}/${purpose}${MARK}`;
  const openBytes: Sealer['openBytes'] = (tenantId, purpose, sealed) => {
    const prefix = Buffer.from(prefixOf(tenantId, purpose));
    const bytes = Buffer.from(sealed);
    if (bytes.subarray(0, prefix.length).equals(prefix)) return bytes.subarray(prefix.length);
    throw new Fault('corrupt', 'It belongs elsewhere.');
  };
  return {
    ...real,
    seal: (tenantId, purpose, text) => prefixOf(tenantId, purpose) + text,
    open: (tenantId, purpose, sealed) => openBytes(tenantId, purpose, Buffer.from(sealed)).toString(),
    sealBytes: (tenantId, purpose, bytes) => Buffer.concat([Buffer.from(prefixOf(tenantId, purpose)), bytes]),
    openBytes,
  };
}

/** Everything on a server as readable text, by key. The name of a key is a part of it. */
export async function dumpRedis(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const dump = new Map<string, string>();
  for (const name of await redis.keys('*')) {
    const parts = await readKey(redis, name);
    dump.set(name, [name, ...parts.flatMap(readings)].join('\n'));
  }
  return dump;
}

async function readKey(redis: Redis, name: string): Promise<Buffer[]> {
  switch (await redis.type(name)) {
    case 'string':
      return [(await redis.getBuffer(name)) ?? Buffer.alloc(0)];
    case 'hash':
      return Object.entries(await redis.hgetallBuffer(name)).flatMap(([field, value]) => [
        Buffer.from(field),
        value,
      ]);
    case 'list':
      return redis.lrangeBuffer(name, 0, -1);
    case 'set':
      return redis.smembersBuffer(name);
    case 'zset':
      return redis.zrangeBuffer(name, '0', '-1');
    case 'stream':
      return (await redis.xrangeBuffer(name, '-', '+')).flatMap(([, fields]) => fields);
    case 'none':
      return [];
    default:
      throw new Error('A kind of key that this dump cannot read.');
  }
}

/** The bytes as they are, as base64url, and what both hold packed behind a seal. */
function readings(value: Buffer): string[] {
  const forms = [value, Buffer.from(value.toString('latin1'), 'base64url')];
  const packed = forms.flatMap((form) => {
    const at = form.indexOf(MARK);
    const packedAt = at + MARK.length;
    return at < 0 ? [] : [form.subarray(packedAt), form.subarray(packedAt + CACHED_ANSWER_HEAD_BYTES)];
  });
  return [...forms.map((form) => form.toString('utf8')), ...packed.flatMap(expanded)];
}

function expanded(bytes: Buffer): string[] {
  try {
    return [expandText(bytes)];
  } catch {
    return [];
  }
}
