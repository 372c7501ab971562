import { Option } from 'commander';

/** `--json` of every command. */
export const jsonFlag = (): Option =>
  new Option('--json', 'print one JSON object as the last line').default(false);
