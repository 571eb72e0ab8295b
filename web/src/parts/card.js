// card.js - a record as a card: what it says in one line, opened its fields, and folded away what only its makers need.
import { html } from '../dom.js';
import { KINDS, amount, codes, when } from '../names.js';
import { nameOf } from './codes.js';
import { says } from './record.js';

/** Codes of a column as names, with the code behind each. */
export function Names({ value }) {
  return codes(value).map((code, i) => html`${i ? ', ' : ''}${nameOf(code)}${nameOf(code) === code ? '' : html` <span class="code">${code}</span>`}`);
}

const BASES = { published: 'the day of the story', relative: 'counted from the day of the story', text: 'from the words' };
const names = (column) => (r) => r[column] && html`<${Names} value=${r[column]} />`;
const plain = (column) => (r) => r[column];
const listed = (column) => (r) => r[column]?.replaceAll(';', ', ').replaceAll('_', ' ');
const words = (column) => (r) => r[column] && html`<q lang="en">${r[column]}</q>`;
const days = ['When', (r) => html`<time>${when(r)}</time>${BASES[r.date_basis] ? html` <span class="faint">${BASES[r.date_basis]}</span>` : ''}`];

/** The fields of each list: label and content; empty ones are left out. */
const FIELDS = {
  events: [
    ['Who', names('actor')],
    ['Towards', names('recipient')],
    ['Modality', plain('modality')],
    ['Who says so', names('attribution')],
    ['About', listed('context')],
    ['Where', (r) => r.place && html`${r.place}${r.place_country ? html`, <${Names} value=${r.place_country} />` : ''}`],
    days,
  ],
  statements: [
    ['Speaker', (r) => (r.speaker_name || r.speaker) && html`${r.speaker_name ?? ''} ${r.speaker ? html`<${Names} value=${r.speaker} />` : ''}`],
    ['Addressee', names('addressee')],
    ['About', names('about')],
    ['Form', plain('form')],
    ['Verb', plain('verb')],
    ['Words', words('content')],
    days,
  ],
  agreements: [
    ['Parties', names('parties')],
    ['Form', plain('form')],
    ['What was done', plain('action')],
    ['Term', words('term')],
    ['Number', words('count')],
    ['About', listed('subjects')],
    days,
  ],
  levels: [['Parties', names('parties')], ['What was done', plain('action')], days],
  figures: [
    ['From', names('from_actor')],
    ['To', names('to_actor')],
    ['Value', (r) => r.value !== null && `${r.approximate ? 'about ' : ''}${amount(r.value)} ${r.unit ?? ''}`],
    ['Range', (r) => (r.low !== null || r.high !== null) && `${amount(r.low)} – ${amount(r.high)} ${r.unit ?? ''}`],
    ['Of', words('of')],
    ['Period', (r) => r.period_start && `${r.period_start} – ${r.period_end ?? ''}`],
    days,
  ],
};

/** The fields of a record as terms and their values. */
export function Fields({ list, record }) {
  return html`<dl>${FIELDS[list].map(([label, content]) => {
    const value = content(record);
    return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : null;
  })}</dl>`;
}

/** What only those need who look for a fault of the program, or cite the record. */
function Making({ record }) {
  return html`<details class="making"><summary>How it was made</summary>
    <dl>
      <div><dt>Rule</dt><dd>${record.rule === 'review' ? 'a reviewer' : html`<code>${record.rule}</code>`}</dd></div>
      ${record.cameo && html`<div><dt>CAMEO</dt><dd>${record.cameo}</dd></div>`}
      <div><dt>Record</dt><dd><code>${record.id}</code></dd></div>
    </dl>
  </details>`;
}

const sure = (record) => `${Math.round(record.confidence * 100)} %`;
const singular = (list) => KINDS.find(([name]) => name === list)[1];

/** What is said of a record when it is shown: its line as plain text. */
export function spoken(element) {
  const line = element?.querySelector('.says')?.cloneNode(true);
  line?.querySelectorAll('.kind, .quad').forEach((part) => part.remove());
  return line?.textContent.replace(/\s+/g, ' ').trim() ?? '';
}

/**
 * open: with its fields. chosen: its words are marked now. With onChoose the line is a button that opens and closes it,
 * with onPass(id or null) it tells when it is pointed at or has the focus.
 */
export function Card({ list, record, chosen, open, onChoose, onPass, children }) {
  const line = html`<span class="kind ${singular(list)}">${singular(list)}</span> ${says(list, record, nameOf)}`;
  return html`<article class="card ${singular(list)}" id=${`r-${record.id}`} data-chosen=${chosen ? '' : null} data-open=${open ? '' : null}
      onMouseEnter=${onPass && (() => onPass(record.id))} onMouseLeave=${onPass && (() => onPass(null))}>
    ${onChoose
      ? html`<button type="button" class="says" aria-expanded=${Boolean(open)} onClick=${() => onChoose(record.id)}
          onFocus=${() => onPass?.(record.id)} onBlur=${() => onPass?.(null)}>${line}</button>`
      : html`<p class="says">${line}</p>`}
    <span class="sure" title="How sure the program is">${record.rule === 'review' ? 'reviewed' : html`<span class="hidden">confidence </span>${sure(record)}`}</span>
    ${open && html`<${Fields} list=${list} record=${record} />${children}<${Making} record=${record} />`}
  </article>`;
}
