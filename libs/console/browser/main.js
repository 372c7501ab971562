import { render } from 'preact';
import { App } from './app.js';
import { html } from './html.js';
import { applyTheme } from './theme.js';

applyTheme();
const root = document.getElementById('app');
if (root !== null) render(html`<${App} />`, root);
