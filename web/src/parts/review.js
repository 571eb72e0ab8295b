// review.js - what a person says of a record: under which name, sent to the desk, and in words.
import { html, useState } from '../dom.js';
import { post } from '../api.js';

const NAME = 'chancery-reviewer';
let remembered = '';

/** The name under which this browser reviews; it stays there, where the browser keeps anything. */
export const reviewer = {
  get() {
    try {
      return localStorage.getItem(NAME) ?? remembered;
    } catch {
      return remembered;
    }
  },
  set(name) {
    remembered = name;
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // kept until the page is left
    }
  },
};

/** Sends a review under this browser's name. */
export const review = (body) => post('reviews', { ...body, reviewer: reviewer.get() });
export const undo = () => post('reviews/undo', { reviewer: reviewer.get() });

export const PAST = { accept: 'accepted', reject: 'rejected', edit: 'corrected', add: 'added' };

/** Why something was not kept, and what to do. */
export function whyNot(error) {
  if (error.status === 503) return 'Another program is writing into the store, so this was not kept. Try again in a moment.';
  if (error.code === 'read-only') return 'This desk was opened to be read only: nothing was kept.';
  if (!error.status) return error.message[0].toUpperCase() + error.message.slice(1);
  return `Not kept: ${error.message}`;
}

/** The field for the reviewer's name. `missing`: it was needed and is not there. onEnter(): it is complete. */
export function Reviewer({ id = 'reviewer', field, missing, onChange, onEnter }) {
  const [name, set] = useState(reviewer.get());
  const change = (event) => {
    set(event.target.value);
    reviewer.set(event.target.value.trim());
    onChange?.(event.target.value.trim());
  };
  const press = (event) => {
    if (event.key !== 'Enter' || !name.trim()) return;
    event.preventDefault();
    onEnter?.();
  };
  const alarm = missing && !name.trim();
  return html`<div class="field reviewer">
    <label for=${id}>Reviewer</label>
    <input id=${id} ref=${field} value=${name} maxlength="40" autocomplete="name" aria-invalid=${alarm ? 'true' : null} aria-describedby=${`${id}-why`}
      onInput=${change} onKeyDown=${press} />
    <span id=${`${id}-why`} class=${alarm ? 'fault' : 'taken'} role=${alarm ? 'alert' : null}>${
      name.trim() ? 'kept in this browser' : alarm ? 'Give your name first: each verdict is kept with it.' : 'your name: each verdict is kept with it'}</span>
  </div>`;
}
