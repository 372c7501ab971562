import { text } from 'node:stream/consumers';
import { createLocalEmbedder } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { openLocalServer } from '@ragfleet/test-support';
import { beforeEach } from 'vitest';
import { z } from 'zod';
import { findFleet } from '../find-fleet.ts';
import { createProgram } from '../program.ts';
import { noSealer } from './no-sealer.fixture.ts';

type Context = Parameters<typeof createProgram>[0]['context'];

/** Runs one command; null where it has not said how it ended. */
export async function runCommand(
  words: readonly string[],
  over: Pick<Context, 'fleet' | 'print'> & Partial<Context>,
): Promise<boolean | null> {
  let outcome: boolean | null = null;
  const context = {
    stores: {},
    embedder: async () => createLocalEmbedder(),
    prices: async () => PRICE_LIST,
    write: () => undefined,
    say: () => undefined,
    terminal: null,
    signal: new AbortController().signal,
    ...over,
  };
  const machine = { root: '.', nodeVersion: '24.1.0' };
  const program = createProgram({ context, machine, sealer: noSealer, onEnd: (ok) => (outcome = ok) });
  await program.parseAsync([...words], { from: 'user' });
  return outcome;
}

/** A fleet that answers what a test tells it to, and commands that ask it. */
export interface CommandStage {
  readonly asked: { readonly line: string; readonly body: string }[];
  readonly printed: string[];
  readonly said: string[];
  /** The reply to `GET /v1/queries?limit=1` and its like; 404 where it is undefined, and the status of a problem. */
  replyTo: (line: string) => unknown;
  run(words: readonly string[]): Promise<boolean | null>;
}

/** Of one test file: anew for each of its tests. */
export function openCommandStage(): CommandStage {
  const server = openLocalServer((request, response) => {
    void text(request).then((body) => {
      const line = `${request.method} ${request.url}`;
      stage.asked.push({ line, body });
      const reply = stage.replyTo(line);
      response.writeHead(statusOf(reply)).end(JSON.stringify(reply ?? {}));
    });
  });
  const stage: CommandStage = {
    asked: [],
    printed: [],
    said: [],
    replyTo: () => undefined,
    run: (words) =>
      runCommand(words, {
        fleet: () =>
          findFleet({ url: server.url(), apiKey: 'k', metricsUrl: undefined, descriptionPaths: [] }),
        print: (line) => void stage.printed.push(line),
        say: (line) => void stage.said.push(line),
      }),
  };
  beforeEach(() => {
    for (const list of [stage.asked, stage.printed, stage.said]) list.length = 0;
  });
  return stage;
}

const problem = z.object({ type: z.string(), status: z.number() });

function statusOf(reply: unknown): number {
  if (reply === undefined) return 404;
  return problem.safeParse(reply).data?.status ?? 200;
}

/** What the fleet says to a `starting_after` that has left its list. */
export const CURSOR_IS_GONE = {
  type: 'https://ragfleet.dev/problems/invalid-input',
  title: 'The request is not acceptable',
  status: 422,
  detail: 'This query is not in the list (any more). List again from the newest.',
  errors: [{ pointer: '/starting_after', message: 'It is gone.' }],
};
