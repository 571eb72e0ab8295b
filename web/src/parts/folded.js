// folded.js - what is folded away until it is asked for, and made only then: a chart of 500 marks has a table of as many
// rows, which few open.
import { html, useState } from '../dom.js';

/** A fold with its `summary`; `children` are made when it is first opened and stay. */
export function Folded({ summary, name, children }) {
  const [seen, see] = useState(false);
  const show = () => see(true);
  return html`<details class=${name} onToggle=${(event) => event.currentTarget.open && show()}><summary onClick=${show}>${summary}</summary>${seen && children}</details>`;
}
