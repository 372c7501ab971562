import type { Reply } from './route.ts';

type Headers = Readonly<Record<string, string>>;

export const ok = (body: unknown, headers: Headers = {}): Reply => ({
  kind: 'json',
  status: 200,
  body,
  headers,
});
export const created = (body: unknown): Reply => ({ kind: 'json', status: 201, body });
/** With a second to wait before the client looks for the outcome, unless the headers say otherwise. */
export const accepted = (body: unknown, headers: Headers = {}): Reply => ({
  kind: 'json',
  status: 202,
  body,
  headers: { 'Retry-After': '1', ...headers },
});
export const noContent: Reply = { kind: 'empty' };
export const list = (data: readonly unknown[], hasMore?: boolean): Reply =>
  ok({ object: 'list', data, ...(hasMore !== undefined && { has_more: hasMore }) });
