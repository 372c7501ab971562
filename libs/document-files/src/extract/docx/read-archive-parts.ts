import yauzl from 'yauzl';
import { ExtractionError } from '../extraction-error.ts';

const MAX_PARTS = 10_000;
const ENCRYPTED_FLAG = 1;
const XML_PART = /\.(?:xml|rels)$/i;

/**
 * Unpacks every XML part of a .docx once, counting what comes out, before a reader unpacks it into memory: the sizes
 * that an archive states about itself may be lies. Returns the text of the wanted parts.
 */
export async function readArchiveParts(
  archive: Buffer,
  maxInflatedBytes: number,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true, validateEntrySizes: true });
  if (zip.entryCount > MAX_PARTS) throw expandsTooMuch();
  const parts = new Map<string, string>();
  let inflatedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    if ((entry.generalPurposeBitFlag & ENCRYPTED_FLAG) !== 0) throw passwordProtected();
    if (!XML_PART.test(entry.fileName)) continue;
    const chunks: Uint8Array[] = [];
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      inflatedBytes += chunk.byteLength;
      if (inflatedBytes > maxInflatedBytes) throw expandsTooMuch();
      if (wanted.includes(entry.fileName)) chunks.push(chunk);
    }
    if (chunks.length > 0) parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return parts;
}

const expandsTooMuch = (): ExtractionError =>
  new ExtractionError(
    'expands-too-much',
    'The document unpacks to more than a document may have. Save it again from the program that made it, or split it.',
  );

const passwordProtected = (): ExtractionError =>
  new ExtractionError(
    'password-protected',
    'The document is protected by a password. Save a copy without the password.',
  );
