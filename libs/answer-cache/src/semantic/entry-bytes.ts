import { Fault } from '@ragfleet/kernel';

/** An entry's id is 128 bits as base64url: a third shorter as bytes, and an index holds very many. */
export const ENTRY_ID_BYTES = 16;

/** Fault `internal` for a text that is no entry's id: written as bytes it would come back as another one. */
export function entryBytes(entryId: string): Buffer {
  const bytes = Buffer.from(entryId, 'base64url');
  if (bytes.length !== ENTRY_ID_BYTES || bytes.toString('base64url') !== entryId)
    throw new Fault('internal', 'An entry id is 22 characters of base64url.');
  return bytes;
}

export const entryIdOf = (bytes: Buffer): string => bytes.toString('base64url');
