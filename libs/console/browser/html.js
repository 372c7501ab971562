import { h } from 'preact';
import htm from 'htm';

/**
 * @typedef {(strings: TemplateStringsArray, ...values: unknown[]) => import('preact').VNode} Template
 */

// Its types speak of the CommonJS file; a browser gets the module.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- and no other types are to be had
const templates = /** @type {{ bind: (create: typeof h) => Template }} */ (/** @type {unknown} */ (htm));

/** A template is a node: no build, and text is always text. */
export const html = templates.bind(h);
