import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { problem, type Problem } from '@ragfleet/contracts';
import type { TestIngress } from './start-ingress.fixture.ts';

export type FormParts = Readonly<Record<string, string | File | readonly File[]>>;

export const FORM = 'Content-Type: multipart/form-data; boundary=x';

export const textFile = (name: string, text = `Text of ${name}`): File =>
  new File([text], name, { type: 'text/plain' });

export const filePart = (name: string, text: string): string =>
  `--x\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${text}`;

export function formOf(parts: FormParts): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts))
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'string') form.append(name, one);
      else form.append(name, one as File);
    }
  return form;
}

export interface UploadReply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

export interface RowsLeft {
  readonly uploads: number;
  readonly pieces: number;
  readonly ingestions: number;
}

/** Uploads to an ingress as `key`, by forms and by hand. */
export interface UploadClient {
  post(body: FormData, key?: string): Promise<UploadReply>;
  upload(parts: FormParts, key?: string): Promise<UploadReply>;
  /** What an upload was refused with. */
  refusal(parts: FormParts): Promise<{
    readonly status: number;
    readonly detail: Problem['detail'];
    readonly errors: NonNullable<Problem['errors']>;
  }>;
  /** A request by hand: its head, and the socket to go on with. */
  openRequest(headers: readonly string[]): Promise<Socket>;
  rowsLeft(): Promise<RowsLeft | undefined>;
}

export function createUploadClient(ingress: TestIngress, ownKey: string): UploadClient {
  const post: UploadClient['post'] = async (body, key = ownKey) => {
    // fetch given the form itself rejects beside its own promise when the server ends early (undici 7).
    const form = new Response(body);
    const response = await fetch(`${ingress.url}/v1/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': form.headers.get('content-type') ?? '' },
      body: await form.bytes(),
    });
    const json: unknown = await response.json();
    return { status: response.status, headers: response.headers, json };
  };
  return {
    post,
    upload: (parts, key) => post(formOf(parts), key),
    refusal: async (parts) => {
      const { status, json } = await post(formOf(parts));
      const { detail, errors = [] } = problem.parse(json);
      return { status, detail, errors };
    },
    openRequest: async (headers) => {
      const { port, hostname } = new URL(ingress.url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      const head = [`POST /v1/documents HTTP/1.1`, 'Host: x', `Authorization: Bearer ${ownKey}`, ...headers];
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      return socket;
    },
    rowsLeft: async () => {
      const [rows] = await ingress.database.query<RowsLeft>(
        `SELECT (SELECT count(*)::integer FROM uploads) AS uploads, (SELECT count(*)::integer FROM upload_pieces) AS pieces,
          (SELECT count(*)::integer FROM ingestions) AS ingestions`,
      );
      return rows;
    },
  };
}
