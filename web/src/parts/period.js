// period.js - the months that a view looks at, kept in the URL.
import { html } from '../dom.js';
import { go, withParams } from '../router.js';

/** Fields for the first and the last month. */
export function Period({ params }) {
  const field = (key, title) => html`<label>${title} <input type="month" value=${params[key] ?? ''} onChange=${(e) => go(withParams({ [key]: e.target.value }))} /></label>`;
  return html`${field('since', 'Since')}${field('until', 'Until')}`;
}
