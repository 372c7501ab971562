export { type ConsoleAsset, loadConsole } from './load-console.ts';
