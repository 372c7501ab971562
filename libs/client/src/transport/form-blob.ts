/**
 * A form as one `multipart/form-data` Blob (RFC 7578), its files still unread. fetch given a FormData reads every file
 * into memory ahead of the connection, and when the call is broken off meanwhile, what it reads next is an unhandled
 * rejection, which ends the process (undici 7); a Blob is read as it is sent, with its length known before.
 */
export function formBlob(form: FormData): Blob {
  const boundary = `ragfleet-${crypto.randomUUID()}`;
  const parts: (string | Blob)[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quotable(name)}"`;
    if (typeof value === 'string') parts.push(`${head}\r\n\r\n${value}\r\n`);
    else {
      const type = value.type === '' ? 'application/octet-stream' : value.type;
      const fileHead = `${head}; filename="${quotable(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`;
      parts.push(fileHead, value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return new Blob(parts, { type: `multipart/form-data; boundary=${boundary}` });
}

/** As browsers write a name in a part's head. */
const quotable = (name: string): string =>
  name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
