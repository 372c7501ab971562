import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { embedLine, uploadLine } from './progress.ts';
import { showBars } from './progress-bars.ts';
import { showLines } from './progress-lines.ts';

const size = { files: 4, bytes: 8 * 1024 * 1024 };
const counts = { total: 8, pending: 4, embedded: 2, unchanged: 1, failed: 1 };

describe('progress', () => {
  it('is a bar with what it counts', () => {
    expect(uploadLine(size, 1, 1024 * 1024)).toBe(
      'Upload  [######------------------] 1 of 4 files, 1.0 of 8.0 MB',
    );
    expect(embedLine(counts)).toBe(
      'Embed   [############------------] 4 of 8 documents, 1 unchanged, 1 failed',
    );
    expect(embedLine({ ...counts, total: 0, pending: 0 })).toContain('[------------------------] 0 of 0');
  });

  it('is a line every few seconds where nobody looks at a screen, the last one in any case', async () => {
    let nowMs = 0;
    let text = '';
    const progress = showLines(size, { say: (line) => (text += line), now: () => nowMs });
    progress.uploaded(1, 0);
    progress.uploaded(2, 0);
    nowMs = 6_000;
    progress.uploaded(3, 0);
    progress.counted(counts);
    await progress.end(true);
    expect(text.split('\n').map((line) => line.slice(35, 45))).toEqual([
      '1 of 4 fil',
      '3 of 4 fil',
      '4 of 8 doc',
      '',
    ]);
  });

  it('is drawn over itself on a terminal', async () => {
    let drawn = '';
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        drawn += String(chunk);
        done();
      },
    });
    const terminal = Object.assign(stream, { isTTY: true, columns: 100, rows: 20 });
    const progress = showBars(size, terminal as unknown as NodeJS.WriteStream);
    progress.uploaded(4, size.bytes);
    progress.counted(counts);
    await progress.end(false);
    expect(drawn).toContain('4 of 4 files');
    expect(drawn).toContain('4 of 8 documents');
  });
});
