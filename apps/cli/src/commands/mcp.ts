import { finished } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { clientAs, type CommandContext } from '../command-context.ts';
import { createToolServers } from '../mcp/create-tool-server.ts';

export interface McpStreams {
  readonly stdin: Readable;
  /** Nothing but the protocol. */
  readonly stdout: Writable;
}

/** A message is a question and its history. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Serves the tools until the client closes its end or the process is told to stop; what is at work then is canceled. */
export async function mcp(context: CommandContext, streams: McpStreams = process): Promise<boolean> {
  const { say, signal } = context;
  const tools = createToolServers({ client: await clientAs(context, 'user'), say });
  const transport = new StdioServerTransport(streams.stdin, streams.stdout, {
    maxBufferSize: MAX_MESSAGE_BYTES,
  });
  const serving = serveStdio(() => tools.create(), {
    transport,
    onerror: (error) => say(`mcp: ${error.message}\n`),
  });
  await endOf(streams.stdin, signal);
  await serving.close();
  await tools.settled();
  return true;
}

/** However the client ends, it has ended. */
const endOf = (stdin: Readable, signal: AbortSignal): Promise<void> =>
  finished(stdin, { writable: false, signal }).catch(() => undefined);
