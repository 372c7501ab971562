import { RagfleetError } from '@ragfleet/client';

const NOT_FOUND = 404;

export const isRagfleetNotFound = (error: unknown): boolean =>
  error instanceof RagfleetError && error.status === NOT_FOUND;
