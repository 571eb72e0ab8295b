// dialog.js - what is laid over the page until it is answered: Escape closes it, and the focus goes back to where it was.
import { html, useEffect, useRef } from '../dom.js';

export function Dialog({ title, onClose, children }) {
  const box = useRef();
  useEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return html`<dialog ref=${box} aria-labelledby="dialog-title" onClose=${onClose}>
    <h2 id="dialog-title">${title}</h2>
    ${children}
  </dialog>`;
}
