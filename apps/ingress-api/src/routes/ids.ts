import { documentId, TENANT_ID, tokenPrincipalId } from '@ragfleet/contracts';
import { z } from 'zod';

const idParams = (pattern: RegExp) => z.object({ id: z.string().regex(pattern) });

export const queryParams = idParams(/^q_[\w-]{1,64}$/);
export const ingestionParams = idParams(/^ing_[\w-]{1,64}$/);
export const deliveryParams = idParams(/^wh-[\w-]{1,160}$/);
export const endpointParams = idParams(/^we_[0-9a-f]{32}$/);
export const erasureParams = idParams(/^ers_[0-9a-f]{32}$/);
export const warmingParams = idParams(/^warm_[\w-]{1,64}$/);
export const apiKeyParams = idParams(/^[0-9a-z]{8}$/);
export const tenantParams = idParams(TENANT_ID);
export const revocationParams = z.object({ id: tokenPrincipalId });
/** The principal of an API key, or of a token. */
export const userParams = idParams(/^[\w.@~-]{1,128}$/);
export const documentParams = z.object({ id: documentId });
