// form.js - the form of a record, to correct it or to make one: what can be set of each kind, with a control that fits,
// and what is wrong with a value beside it.
import vocabulary from 'chancery:vocabulary';
import { announce, html, useEffect, useRef, useState } from '../dom.js';
import { QUADS, codes } from '../names.js';
import { useCodes } from './codes.js';
import { ActorsInput, readActors, readNumber } from './fields.js';

/** The sixteen types of event by quad. */
const TYPES = {
  1: [['AGREE', 'agree, promise, plan'], ['CONSULT', 'meet, visit, call'], ['SUPPORT', 'praise, back, sign'], ['CONCEDE', 'give way in words']],
  2: [['COOPERATE', 'act together'], ['AID', 'give help in goods'], ['RETREAT', 'give way in deed']],
  3: [['REQUEST', 'demand, appeal'], ['ACCUSE', 'blame, investigate'], ['REJECT', 'refuse'], ['THREATEN', 'warn of consequences']],
  4: [['PROTEST', 'demonstrate, strike'], ['SANCTION', 'cut back, expel, convict'], ['MOBILIZE', 'show force'], ['COERCE', 'arrest, seize, restrict'], ['ASSAULT', 'use violence']],
};
const MODALITIES = [
  ['actual', 'actual: it happened'],
  ['future', 'future: it is planned'],
  ['hypothetical', 'hypothetical: possible, conditional'],
  ['negated', 'negated: it did not happen'],
  ['historical', 'historical: background'],
];
const of = (...values) => values.map((value) => [value, value]);
const DAYS = [
  { name: 'date_start', as: 'day', label: 'First day' },
  { name: 'date_end', as: 'day', label: 'Last day' },
];
const party = { name: 'party', column: 'parties', as: 'actors', label: 'Parties', needed: 'Name the parties.' };

/** Fields of each kind: name in the API, column of the record where it is another, control, label. */
export const FORMS = {
  event: [
    { name: 'event', as: 'type', label: 'Type' },
    { name: 'modality', as: 'choice', label: 'Modality', choices: MODALITIES },
    { name: 'mode', as: 'modes', label: 'Mode' },
    { name: 'actor', as: 'actors', label: 'Who', needed: 'Somebody has to act.' },
    { name: 'recipient', as: 'actors', label: 'Towards' },
    { name: 'context', as: 'contexts', label: 'About' },
    ...DAYS,
    { name: 'place', as: 'text', label: 'Place' },
    { name: 'place_country', as: 'country', label: 'Country of the place' },
    { name: 'attribution', as: 'actors', label: 'Who says so' },
  ],
  statement: [
    { name: 'speaker', as: 'actors', label: 'Speaker' },
    { name: 'verb', as: 'text', label: 'Verb' },
    { name: 'form', as: 'choice', label: 'Form', choices: of('direct', 'indirect', 'mixed') },
    { name: 'addressee', as: 'actors', label: 'Addressee' },
    { name: 'about', as: 'actors', label: 'About' },
    ...DAYS,
  ],
  agreement: [
    { name: 'title', as: 'text', label: 'Title' },
    { name: 'form', as: 'choice', label: 'Form', choices: of('treaty', 'agreement', 'memorandum', 'joint statement', 'contract', 'resolution', 'document') },
    { name: 'action', as: 'choice', label: 'What was done', choices: of('signed', 'announced', 'ratified', 'proposed', 'expected', 'extended', 'suspended', 'terminated', 'in force') },
    party,
    { name: 'term', as: 'text', label: 'Term' },
    { name: 'count', as: 'text', label: 'Number of papers' },
    { name: 'subjects', as: 'contexts', label: 'About' },
    ...DAYS,
  ],
  level: [
    { name: 'level', as: 'known', label: 'Level', known: vocabulary.levels, needed: 'Which level?' },
    { name: 'action', as: 'choice', label: 'What was done', choices: of('established', 'upgraded', 'downgraded', 'reaffirmed', 'suspended', 'severed', 'restored', 'described') },
    party,
    ...DAYS,
  ],
  figure: [
    { name: 'measure', as: 'known', label: 'Measure', known: vocabulary.measures, needed: 'What does the number measure?' },
    { name: 'value', as: 'number', label: 'Value' },
    { name: 'low', as: 'number', label: 'At least' },
    { name: 'high', as: 'number', label: 'At most' },
    { name: 'unit', as: 'text', label: 'Unit', suggested: vocabulary.units },
    { name: 'of', as: 'text', label: 'Of what' },
    { name: 'from', column: 'from_actor', as: 'actors', label: 'From' },
    { name: 'to', column: 'to_actor', as: 'actors', label: 'To' },
    ...DAYS,
  ],
};

const has = (record, field) => record?.[field.column ?? field.name] ?? null;

/* ---- controls ---- */

function Options({ choices, value }) {
  const known = value && !choices.some(([v]) => v === value) ? [[value, value], ...choices] : choices;
  return known.map(([v, text]) => html`<option value=${v} selected=${v === value}>${text}</option>`);
}

function TypeSelect({ id, name, value, onType }) {
  return html`<select id=${id} name=${name} onChange=${(event) => onType(event.target.value)}>
    ${Object.entries(TYPES).map(([quad, types]) => html`<optgroup label=${`${QUADS[quad].sign} ${QUADS[quad].name}`}>
      ${types.map(([type, gloss]) => html`<option value=${type} selected=${type === value}>${type} · ${gloss}</option>`)}
    </optgroup>`)}
  </select>`;
}

/** Several of a list: a box each. What the record has and the list lacks is offered too. */
function Boxes({ name, choices, value, separator, folded, label }) {
  const chosen = (value ?? '').split(separator).filter(Boolean);
  const all = [...new Set([...choices, ...chosen])];
  const boxes = html`<div class="boxes">${all.map((choice) => html`<label class="switch"><input type="checkbox" name=${name} value=${choice}
    defaultChecked=${chosen.includes(choice)} />${choice.replaceAll('_', ' ')}</label>`)}</div>`;
  if (!folded) return html`<fieldset><legend>${label}</legend>${all.length ? boxes : html`<span class="taken">none for this type</span>`}</fieldset>`;
  return html`<details class="folded"><summary>${label}: ${chosen.join(', ').replaceAll('_', ' ') || 'nothing named'}</summary>${boxes}</details>`;
}

function Control({ field, record, type, onType, rows, fault }) {
  const { name, as, label } = field;
  const id = `field-${name}`;
  const value = has(record, field);
  const wrong = fault ? { 'aria-invalid': 'true', 'aria-describedby': `${id}-fault` } : {};
  if (as === 'modes') return html`<${Boxes} key=${type} name=${name} label=${label} choices=${vocabulary.modes[type] ?? []} value=${type === record?.event ? value : null} separator="+" />`;
  if (as === 'contexts') return html`<${Boxes} name=${name} label=${label} choices=${vocabulary.contexts} value=${value} separator=";" folded />`;
  const listId = field.known || field.suggested ? `${id}-list` : null;
  const control = {
    type: () => html`<${TypeSelect} id=${id} name=${name} value=${type} onType=${onType} />`,
    choice: () => html`<select id=${id} name=${name}><${Options} choices=${field.choices} value=${value} /></select>`,
    actors: () => html`<${ActorsInput} id=${id} name=${name} value=${value} rows=${rows} ...${wrong} />`,
    country: () => html`<${ActorsInput} id=${id} name=${name} value=${value} rows=${rows} ...${wrong} />`,
    day: () => html`<input id=${id} name=${name} type="date" defaultValue=${value ?? ''} ...${wrong} />`,
    number: () => html`<input id=${id} name=${name} inputmode="decimal" defaultValue=${value ?? ''} ...${wrong} />`,
  }[as] ?? (() => html`<input id=${id} name=${name} maxlength="300" defaultValue=${value ?? ''} list=${listId} autocomplete="off" ...${wrong} />
    ${listId && html`<datalist id=${listId}>${(field.known ?? field.suggested).map((v) => html`<option value=${v} />`)}</datalist>`}`);
  return html`<div class="field"><label for=${id}>${label}</label>${control()}
    ${fault && html`<span class="fault" id=${`${id}-fault`}>${fault}</span>`}</div>`;
}

/* ---- what was filled in ---- */

/** One field as {value} in the form of the record's column, or {fault}. */
function read(field, form, record, rows) {
  const data = new FormData(form);
  const given = String(data.get(field.name) ?? '').trim();
  if (field.as === 'modes') return { value: data.getAll(field.name).join('+') || null };
  if (field.as === 'contexts') return { value: data.getAll(field.name).join(';') || null };
  if (field.as === 'number') return readNumber(given);
  if (field.as === 'day') return form.elements[field.name].validity.badInput ? { fault: 'This is no day that exists.' } : { value: given || null };
  if (field.as === 'actors' || field.as === 'country') {
    const { value, fault } = readActors(given, rows, codes(has(record, field)));
    if (!fault && field.as === 'country' && value.length > 1) return { fault: 'A place lies in one country.' };
    return fault ? { fault } : { value: value.join(';') || null };
  }
  if (field.known && given && !field.known.includes(given) && given !== has(record, field)) {
    return { fault: `“${given}” is not known. Choose one of the list: ${field.known.filter((v) => v.includes(given.split(' ').pop())).slice(0, 3).join(', ') || field.known.slice(0, 3).join(', ')} …` };
  }
  return { value: given || null };
}

/** What does not fit together: {name: what is wrong}. */
function misfits({ date_start: start, date_end: end, low, high }) {
  const faults = {};
  if (end && !start) faults.date_start = 'There is a last day but no first.';
  else if (start && end && end < start) faults.date_end = `The last day, ${end}, is before the first, ${start}.`;
  if (low !== null && low !== undefined && high !== null && high !== undefined && low > high) faults.high = 'The greatest value is below the least.';
  return faults;
}

const sent = (field, value) => (field.as === 'actors' ? codes(value).map((code) => ({ code })) : value);

/** {changes} against the record, only what differs; or {faults}. A new record needs what is `needed`. */
export function readForm(kind, record, form, rows) {
  const values = {};
  const faults = {};
  const changes = {};
  for (const field of FORMS[kind]) {
    const { value, fault } = read(field, form, record, rows);
    if (fault) faults[field.name] = fault;
    else if (!value && field.needed && (!record || has(record, field))) faults[field.name] = field.needed;
    values[field.name] = value;
    if (value !== has(record, field)) changes[field.name] = sent(field, value);
  }
  Object.assign(faults, misfits(values));
  if ('date_start' in changes && values.date_start && !values.date_end) changes.date_end = values.date_start;
  return Object.keys(faults).length ? { faults } : { changes };
}

/**
 * The form of a record, to correct it or (record null) to make one of selected words. onDone(changes) is called with
 * what differs; `refused`: what the desk said against it.
 */
export function Form({ kind, record, title, refused, onDone, onCancel }) {
  const rows = useCodes();
  const form = useRef();
  const [type, setType] = useState(record?.event ?? 'AGREE');
  const [faults, setFaults] = useState({});
  useEffect(() => {
    if (record) form.current?.querySelector('select, input')?.focus();
  }, [rows.length > 0]);
  const submit = (event) => {
    event.preventDefault();
    const { changes, faults: found } = readForm(kind, record, form.current, rows);
    setFaults(found ?? {});
    if (changes) return onDone(changes);
    const names = Object.keys(found);
    announce(`Not kept: ${names.length === 1 ? 'one value is' : `${names.length} values are`} not right yet.`);
    form.current.elements[FORMS[kind].find((field) => found[field.name]).name]?.focus();
  };
  if (!rows.length) return html`<p class="waiting" role="status">Loading …</p>`;
  return html`<form class="fields" ref=${form} aria-label=${title} noValidate onSubmit=${submit} onKeyDown=${(event) => {
      if (event.key === 'Escape') (event.preventDefault(), onCancel());
      if (event.key === 'Enter' && event.ctrlKey) submit(event);
    }}>
    ${refused && html`<p class="error" role="alert">${refused}</p>`}
    ${FORMS[kind].map((field) => html`<${Control} key=${field.name} field=${field} record=${record} type=${type} onType=${setType} rows=${rows} fault=${faults[field.name]} />`)}
    <p class="verdicts"><button type="submit" class="main">Keep</button> <button type="button" onClick=${onCancel}>Cancel</button></p>
  </form>`;
}
