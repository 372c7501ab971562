import { type ApiContract, createApiContract } from './api-contract.ts';
import { type DocumentedVendor, documentPaths } from './official-documents.ts';
import { readDocument } from './read-document.ts';

const contracts = new Map<DocumentedVendor, ApiContract>();

/** What a vendor's own documents promise; read once, because they take a second. */
export function officialContract(vendor: DocumentedVendor): ApiContract {
  const contract = contracts.get(vendor) ?? createApiContract(documentPaths(vendor).map(readDocument));
  contracts.set(vendor, contract);
  return contract;
}
