// review.js - what a person says of a record: accept, reject, edit, add; and the form of its fields.
import { html, useState } from '../dom.js';
import { post } from '../api.js';
import { codes } from '../names.js';

const NAME = 'chancery-reviewer';

/** The name under which this browser reviews. */
export const reviewer = {
  get: () => localStorage.getItem(NAME) ?? '',
  set: (name) => localStorage.setItem(NAME, name),
};

/** What can be set of each kind: fields as [name, kind of input, choices]; roles as [role, column of the record]. */
export const FORMS = {
  event: {
    list: 'events',
    fields: [
      ['event', 'choice', 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split(' ')],
      ['mode', 'text'],
      ['modality', 'choice', ['actual', 'future', 'hypothetical', 'negated', 'historical']],
      ['context', 'text'],
      ['date_start', 'day'],
      ['date_end', 'day'],
      ['place', 'text'],
    ],
    roles: [['actor', 'actor'], ['recipient', 'recipient']],
  },
  statement: {
    list: 'statements',
    fields: [['form', 'choice', ['direct', 'indirect', 'mixed']], ['verb', 'text'], ['date_start', 'day'], ['date_end', 'day']],
    roles: [['speaker', 'speaker'], ['addressee', 'addressee'], ['about', 'about']],
  },
  agreement: {
    list: 'agreements',
    fields: [
      ['title', 'text'],
      ['form', 'choice', ['treaty', 'agreement', 'memorandum', 'joint statement', 'contract', 'resolution', 'document']],
      ['action', 'choice', ['signed', 'announced', 'ratified', 'proposed', 'expected', 'extended', 'suspended', 'terminated', 'in force']],
      ['term', 'text'],
      ['count', 'text'],
      ['date_start', 'day'],
      ['date_end', 'day'],
    ],
    roles: [['party', 'parties']],
  },
  level: {
    list: 'levels',
    fields: [
      ['level', 'text'],
      ['action', 'choice', ['established', 'upgraded', 'downgraded', 'reaffirmed', 'suspended', 'severed', 'restored', 'described']],
      ['date_start', 'day'],
      ['date_end', 'day'],
    ],
    roles: [['party', 'parties']],
  },
  figure: {
    list: 'figures',
    fields: [['measure', 'text'], ['value', 'number'], ['low', 'number'], ['high', 'number'], ['unit', 'text'], ['of', 'text']],
    roles: [['from', 'from_actor'], ['to', 'to_actor']],
  },
};

function Field({ name, kind, choices, value }) {
  if (kind === 'choice')
    return html`<select name=${name} value=${value ?? ''}>
      ${(choices.includes(value) || !value ? choices : [value, ...choices]).map((c) => html`<option value=${c} selected=${c === value}>${c}</option>`)}
    </select>`;
  const type = { day: 'date', number: 'number' }[kind] ?? 'text';
  return html`<input name=${name} type=${type} step=${kind === 'number' ? 'any' : null} value=${value ?? ''} />`;
}

/** The changes of a form against the record: only what differs. Roles are given by their codes. */
function changesOf(kind, record, data) {
  const changes = {};
  for (const [name, type] of FORMS[kind].fields) {
    const given = data.get(name);
    const value = given === '' ? null : type === 'number' ? Number(given) : given;
    if (value !== (record?.[name] ?? null)) changes[name] = value;
  }
  for (const [role, column] of FORMS[kind].roles) {
    const given = data.get(`role ${role}`).toUpperCase().split(/[\s,;]+/).filter(Boolean);
    if (given.join(';') !== codes(record?.[column]).join(';')) changes[role] = given.map((code) => ({ code }));
  }
  return changes;
}

/** The form of a record, to edit it or (record null) to make one of selected words. onDone(changes). */
export function Form({ kind, record, title, onDone, onCancel }) {
  const submit = (event) => {
    event.preventDefault();
    onDone(changesOf(kind, record, new FormData(event.currentTarget)));
  };
  return html`<form class="edit" aria-label=${title} onSubmit=${submit} onKeyDown=${(event) => {
      event.stopPropagation();
      if (event.key === 'Escape') onCancel();
    }}>
    ${FORMS[kind].fields.map(([name, type, choices]) => html`<label>${name.replace('_', ' ')}
      <${Field} name=${name} kind=${type} choices=${choices} value=${record?.[name]} /></label>`)}
    ${FORMS[kind].roles.map(([role, column]) => html`<label>${role} (codes)
      <input name=${`role ${role}`} value=${codes(record?.[column]).join(', ')} /></label>`)}
    <p><button type="submit">Keep</button> <button type="button" onClick=${onCancel}>Cancel</button></p>
  </form>`;
}

/** Sends a review under this browser's name. */
export const review = (body) => post('reviews', { ...body, reviewer: reviewer.get() });
export const undo = () => post('reviews/undo', { reviewer: reviewer.get() });

/** The field for the reviewer's name; nothing can be reviewed without it. */
export function Reviewer({ onChange }) {
  const [name, set] = useState(reviewer.get());
  const change = (event) => {
    set(event.target.value);
    reviewer.set(event.target.value.trim());
    onChange?.(event.target.value.trim());
  };
  return html`<label>Reviewer <input value=${name} maxlength="40" required onInput=${change} onKeyDown=${(event) => event.stopPropagation()} /></label>`;
}
