import { dirname, join } from 'node:path/posix';
import { expect, it } from 'vitest';
import { loadConsole } from './load-console.ts';
import { toBrowserImports } from './vendor-modules.ts';

const BASE = '/console/';
const MAX_PAGE_BYTES = 150 * 1024;
const assets = await loadConsole(BASE);
const textOf = (name: string): string => assets.get(name)?.bytes.identity.toString() ?? '';

/** The addresses that a module imports, as paths under the base. */
function importsOf(name: string): string[] {
  const found = textOf(name).matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+)["']/g);
  return [...found].map(([, target = '']) =>
    target.startsWith(BASE) ? target.slice(BASE.length) : join(dirname(name), target),
  );
}

it('holds every module that a module imports, so that a page never misses one', () => {
  const modules = [...assets.keys()].filter((name) => /\.m?js$/.test(name));
  const missing = modules.flatMap((name) => importsOf(name).filter((target) => !assets.has(target)));
  expect(missing).toEqual([]);
  expect(importsOf('main.js')).toContain('vendor/preact.mjs');
});

it('holds everything that the page links, and nothing inline', () => {
  const page = textOf('index.html');
  const linked = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, target = '']) => target);
  expect(linked.length).toBeGreaterThan(2);
  for (const target of linked) expect(assets.has(target.slice(BASE.length)), target).toBe(true);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
});

it('names every module in the head of the page, so that none is asked for only when its importer has come', () => {
  const named = [...textOf('index.html').matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(
    ([, target = '']) => target.slice(BASE.length),
  );
  const modules = [...assets.keys()].filter((name) => /\.m?js$/.test(name));
  expect(named.toSorted()).toEqual(modules.toSorted());
});

it('is at most 150 kB over the wire, all views together', () => {
  const total = [...assets.values()].reduce((sum, { bytes }) => sum + bytes.gzip.byteLength, 0);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThan(MAX_PAGE_BYTES);
});

it('turns the names of packages into addresses and leaves other imports alone', () => {
  const source = `import { h } from 'preact';import{a}from"preact/hooks";import { b } from './b.js';`;
  expect(toBrowserImports(source, BASE)).toBe(
    `import { h } from '/console/vendor/preact.mjs';import{a}from"/console/vendor/preact-hooks.mjs";import { b } from './b.js';`,
  );
});

it('never evaluates text as code or markup', () => {
  const own = [...assets.keys()].filter((name) => !name.startsWith('vendor/'));
  const risky = own.filter((name) => /innerHTML|dangerously|\beval\(|new Function/.test(textOf(name)));
  expect(own).toContain('answer/answer-text.js');
  expect(risky).toEqual([]);
});
