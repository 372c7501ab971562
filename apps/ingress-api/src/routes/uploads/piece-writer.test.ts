import type { UploadPiece } from '@ragfleet/document-store';
import { expect, it } from 'vitest';
import { createPieceWriter } from './piece-writer.ts';

const place = { tenantId: 'acme', ingestionId: 'ing_1' };

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

it('stores every byte of every file in order, small files together', async () => {
  const files = [0, 700_000, 10, 524_288, 1, 1_048_577].map((size, file) => Buffer.alloc(size, file + 1));
  const stored = new Map<string, Buffer>();
  let statements = 0;
  const storePieces = async (_place: object, bytes: Uint8Array, pieces: readonly UploadPiece[]) => {
    statements += 1;
    for (const { fileOrdinal, piece, offset, length } of pieces)
      stored.set(`${fileOrdinal}/${piece}`, Buffer.from(bytes.subarray(offset, offset + length)));
  };
  const writer = createPieceWriter({ storePieces }, place);
  for (const [fileOrdinal, bytes] of files.entries())
    await writer.write(fileOrdinal, chunksOf(bytes, 65_000));
  await writer.flush();
  for (const [fileOrdinal, bytes] of files.entries()) {
    const read: Buffer[] = [];
    for (let piece = 0; stored.has(`${fileOrdinal}/${piece}`); piece += 1)
      read.push(stored.get(`${fileOrdinal}/${piece}`) ?? Buffer.alloc(0));
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
  }
  const total = files.reduce((sum, { length }) => sum + length, 0);
  expect(statements).toBe(Math.ceil(total / 524_288));
});
