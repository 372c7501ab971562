import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalServer } from '@ragfleet/test-support';
import { expect, it, onTestFinished } from 'vitest';
import { codeBlocks } from '../documents/read-markdown.ts';
import { describeWithPython } from './describe-with-python.fixture.ts';
import { runProgram } from './run-program.fixture.ts';

const PAGE = fileURLToPath(new URL('../../docs/python.md', import.meta.url));
const FIRST = 'id: 1\nevent: token\ndata: {"text": "Because"}\n\n';
const REST = 'id: 2\nevent: done\ndata: {"status": "succeeded"}\n\n';

/** What the page defines to call and to stream, without the calls themselves. */
async function definitions(): Promise<string> {
  const blocks = codeBlocks(await readFile(PAGE, 'utf8'), 'python');
  const [call = '', events = ''] = ['def open_call(', 'def events('].map(
    (name) => blocks.find((block) => block.includes(name)) ?? '',
  );
  return `${call}\n\n${events.slice(0, events.indexOf('\n\n\nfor '))}`;
}

const lastIds: (string | undefined)[] = [];
const server = openLocalServer((request, response) => {
  lastIds.push(request.headers['last-event-id']?.toString());
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (lastIds.length > 1) response.end(REST);
  else {
    response.write(FIRST);
    // A chunk of 255 bytes begins, and never ends.
    response.socket?.write('ff\r\nid: 2\nevent: do', () => response.socket?.destroy());
  }
});

describeWithPython('the stream of docs/python.md', () => {
  it('is taken up behind its last event where the connection breaks inside a chunk', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'ragfleet-python-'));
    onTestFinished(() => rm(cwd, { recursive: true }));
    const program = `${await definitions()}\n\nfor event, data in events("q_1"):\n    print(event, data)\n`;
    await writeFile(join(cwd, 'stream.py'), program);
    const env = { RAGFLEET_URL: server.url(), RAGFLEET_API_KEY: 'k' };
    const { code, stdout, stderr } = await runProgram('python3', ['stream.py'], { cwd, env });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("token {'text': 'Because'}\ndone {'status': 'succeeded'}\n");
    expect(lastIds).toEqual([undefined, '1']);
  });
});
