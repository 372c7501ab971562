import type { UploadPiece, UploadKey, UploadStore } from '@ragfleet/document-store';

export interface PieceWriter {
  /** Stores a file's bytes; resolves when the last of them are stored or in the one buffer. */
  write(fileOrdinal: number, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Stores what is in the buffer still. */
  flush(): Promise<void>;
}

/** One statement each: large enough to cost little, small enough for many at a time. */
const BUFFER_BYTES = 512 * 1024;

/**
 * Packs the files of one upload into pieces, small files several to a statement. Holds one buffer, however large the
 * files are: while a statement runs, nothing is read.
 */
export function createPieceWriter(store: Pick<UploadStore, 'storePieces'>, place: UploadKey): PieceWriter {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  let pieces: UploadPiece[] = [];

  const flush = async (): Promise<void> => {
    if (used > 0) await store.storePieces(place, buffer.subarray(0, used), pieces);
    used = 0;
    pieces = [];
  };

  return {
    flush,
    write: async (fileOrdinal, content) => {
      let piece = 0;
      let beganAt = used;
      const endPiece = (): void => {
        if (used > beganAt) pieces.push({ fileOrdinal, piece, offset: beganAt, length: used - beganAt });
        piece += 1;
      };
      for await (const chunk of content) {
        for (let from = 0; from < chunk.length; ) {
          const part = chunk.subarray(from, from + BUFFER_BYTES - used);
          buffer.set(part, used);
          used += part.length;
          from += part.length;
          if (used < BUFFER_BYTES) continue;
          endPiece();
          await flush();
          beganAt = 0;
        }
      }
      endPiece();
    },
  };
}
