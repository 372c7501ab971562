import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentStore } from '../contract.ts';
import type { UploadStore } from './contract.ts';
import { closeFile, expandFile, readUploadedFile, waitingFiles } from './expand-files.ts';
import {
  acceptUpload,
  beginUpload,
  discardUpload,
  removeAbandonedUploads,
  storePieces,
} from './receive-uploads.ts';

export function createUploadStore(
  database: Database,
  getIngestion: DocumentStore['getIngestion'],
): UploadStore {
  return {
    beginUpload: (tenantId, maxTenantBytes) => beginUpload(database, tenantId, maxTenantBytes),
    storePieces: (place, bytes, pieces) => storePieces(database, place, bytes, pieces),
    async acceptUpload(command) {
      await acceptUpload(database, command);
      const stored = await getIngestion(command.tenantId, command.ingestionId);
      if (stored === null) throw new Fault('internal', 'The ingestion was not stored.');
      return stored.record;
    },
    discardUpload: (place) => discardUpload(database, place),
    removeAbandonedUploads: (due) => removeAbandonedUploads(database, due),
    waitingFiles: (place) => waitingFiles(database, place),
    readUploadedFile: (file, signal) => readUploadedFile(database, file, signal),
    expandFile: (file, portion) => expandFile(database, file, portion),
    closeFile: (file, error) => closeFile(database, file, error),
  };
}
