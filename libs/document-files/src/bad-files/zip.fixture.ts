import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** What the archive says, where that is a lie. */
  readonly statedBytes?: number;
  readonly isEncrypted?: boolean;
}

/** A zip archive that says of itself what the entries tell it to. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data);
    const packed = deflateRawSync(data);
    const name = Buffer.from(entry.name);
    const fields = fieldsOf(entry, data, packed, name);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name, packed]);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(offset, 12);
    bodies.push(local);
    directory.push(
      Buffer.concat([
        Buffer.from('504b01021400', 'hex'),
        fields.subarray(0, 24),
        fields.subarray(24, 26),
        central.subarray(2),
        name,
      ]),
    );
    offset += local.byteLength;
  }
  return Buffer.concat([...bodies, ...directory, endOf(entries.length, offset, directory)]);
}

/** Version, flags, method, time, date, checksum, sizes, length of the name, no extra field. */
function fieldsOf(
  { statedBytes, isEncrypted }: ZipEntry,
  data: Buffer,
  packed: Buffer,
  name: Buffer,
): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(isEncrypted === true ? 1 : 0, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(packed.byteLength, 14);
  fields.writeUInt32LE(statedBytes ?? data.byteLength, 18);
  fields.writeUInt16LE(name.byteLength, 22);
  return fields;
}

function endOf(count: number, offset: number, directory: readonly Buffer[]): Buffer {
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { byteLength }) => sum + byteLength, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return end;
}
