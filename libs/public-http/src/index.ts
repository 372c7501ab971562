export { type AllowHosts, allowHosts, parseAllowHosts } from './addresses/allow-hosts.ts';
export { isPublicAddress } from './addresses/public-address.ts';
export { checkPublicUrl, type PublicUrlProblem } from './addresses/check-public-url.ts';
export type { ResolveHost } from './connector/resolve-host.ts';
export type {
  PublicHttp,
  PublicHttpOptions,
  PublicReply,
  PublicRequest,
  ReadReply,
} from './exchange/contract.ts';
export { createPublicHttp } from './exchange/create-public-http.ts';
export { discardBody } from './exchange/discard-body.ts';
export { failureReason } from './exchange/failure-reason.ts';
export type { Page, PageValidators, ReadPage, ReadPageOptions } from './pages/contract.ts';
export { createReadPage } from './pages/create-read-page.ts';
