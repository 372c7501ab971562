import { Listr, type ListrDefaultRendererLogLevels, ListrLogger, ProcessOutput } from 'listr2';
import { embedLine, type IngestProgress, type IngestSize, uploadLine } from './progress.ts';

/** Progress as two bars that are drawn over themselves, on a terminal that is not where the result goes. */
export function showBars(size: IngestSize, terminal: NodeJS.WriteStream): IngestProgress {
  const upload = createRow(uploadLine(size, 0, 0));
  const embed = createRow(embedLine({ total: 0, pending: 0, embedded: 0, unchanged: 0, failed: 0 }));
  const processOutput = new ProcessOutput(terminal, terminal);
  const list = new Listr([upload.task, embed.task], {
    concurrent: true,
    exitOnError: false,
    // Ctrl-C is the command's own.
    registerSignalListeners: false,
    // What it would ask is whether standard output is a terminal, and that may be a pipe.
    forceTTY: true,
    rendererOptions: {
      logger: new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput }),
      showErrorMessage: false,
    },
  });
  const shown = list.run();
  return {
    uploaded: (files, bytes) => {
      upload.set(uploadLine(size, files, bytes));
      if (files === size.files) upload.end(true);
    },
    counted: (counts) => embed.set(embedLine(counts)),
    end: async (isOk) => {
      upload.end(isOk);
      embed.end(isOk);
      await shown;
    },
  };
}

/** One line of the list, that stays until it is ended. */
function createRow(title: string) {
  const ended = Promise.withResolvers<void>();
  const row = { title };
  let shown: { title?: string | undefined } = row;
  return {
    task: {
      title,
      task: (_context: unknown, task: { title?: string | undefined }): Promise<void> => {
        task.title = row.title;
        shown = task;
        return ended.promise;
      },
    },
    set: (next: string): void => {
      row.title = next;
      shown.title = next;
    },
    end: (isOk: boolean): void => (isOk ? ended.resolve() : ended.reject(new Error('Not all of it.'))),
  };
}
