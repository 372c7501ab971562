import { z } from 'zod';

/** Somebody whom an issuer of tokens vouches for: `<name of the issuer>~<subject>`. No API key has such a name. */
export const tokenPrincipalId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}~[\w.@~-]{1,96}$/, 'Use the principal_id of a token: <issuer>~<subject>.');

/** `POST /v1/revocations`: tokens of this subject are refused from then on, whoever signs them. */
export const revocationSubmission = z
  .strictObject({ principal_id: tokenPrincipalId })
  .meta({ id: 'RevocationSubmission' });

export const revocationResource = z
  .object({
    object: z.literal('revocation'),
    principal_id: z.string(),
    revoked_at: z.iso.datetime(),
  })
  .meta({ id: 'Revocation' });
export type RevocationResource = z.output<typeof revocationResource>;
