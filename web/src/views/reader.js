// reader.js - a story with its evidence highlighted and, beside each paragraph, the records that begin in it.
// /document/ID?record=RECORD&sentence=N&explain=N&hide=KINDS
import { Pending, announce, html, useEffect, useGet, useMemo, useRef, useState, useTitle } from '../dom.js';
import { go, withParams } from '../router.js';
import { Add } from '../parts/add.js';
import { Card, spoken } from '../parts/card.js';
import { useCodes } from '../parts/codes.js';
import { Legend, segmentsOf, storyOf } from '../parts/evidence.js';
import { Explain } from '../parts/explain.js';

const READ = new Set(['body', 'title', 'heading']);

/** The words of a block; what is not read is dimmed, and says why it was left out. */
function Block({ block, ...marks }) {
  const words = segmentsOf(block.segments, { ...marks, stops: true });
  if (block.kind === 'title' || block.kind === 'heading') return html`<h2>${words}</h2>`;
  if (READ.has(block.kind)) return html`<p>${words}</p>`;
  return html`<p class="dimmed">${words} <span class="why">not read: ${block.why ?? block.kind}</span></p>`;
}

/** A paragraph and its cards; below it how one of its sentences was read, when that was asked for. */
function Row({ row, document, lang, chosen, open, here, explain, hidden, records, reads, onChoose, onPass }) {
  const cards = row.cards.filter((card) => !hidden.has(card.kind));
  return html`<div class="row">
    <div class="words" lang=${lang}><${Block} block=${row.block} records=${records} hidden=${hidden} chosen=${chosen} here=${here} /></div>
    ${cards.length > 0 && html`<div class="notes">${cards.map(({ list, record }) => html`<${Card} key=${record.id} list=${list} record=${record}
      chosen=${record.id === chosen} open=${record.id === open} onChoose=${onChoose} onPass=${onPass}>
      <p class="small"><a href=${withParams({ record: record.id, sentence: '', explain: '' })} data-stay>Link to this record</a>
        ${reads && html` · <a href=${withParams({ record: record.id, explain: record.sentence, sentence: '' })} data-stay>How its sentence was read</a>`}</p>
    <//>`)}</div>`}
    ${row.sentences.has(explain) && html`<${Explain} document=${document} sentence=${explain} close=${withParams({ explain: '' })} />`}
  </div>`;
}

/* A story can have ten thousand sentences. Its rows are drawn by the piece: those in view, or pointed at, at once, the
 * rest bit by bit when nothing else is to be done; and a piece is drawn anew only when something of it changes. */
const PIECE = 20;
const LETTERS_A_LINE = 75;

function piecesOf(rows) {
  const pieces = [];
  for (let i = 0; i < rows.length; i += PIECE) {
    const part = rows.slice(i, i + PIECE);
    const lines = (row) => row.block.segments.reduce((n, s) => n + s.text.length, 0) / LETTERS_A_LINE;
    pieces.push({
      rows: part,
      ids: new Set(part.flatMap((row) => [...row.ids, ...row.cards.map((card) => card.record.id)])),
      sentences: new Set(part.flatMap((row) => [...row.sentences])),
      height: Math.round(part.reduce((n, row) => n + Math.max(2 * lines(row), 1.8 * row.cards.length) + 1, 0)),
    });
  }
  return pieces;
}

function Piece({ piece, drawn, chosen, open, here, explain, hidden, named, ...rest }) {
  return useMemo(
    () =>
      drawn
        ? html`<div>${piece.rows.map((row, i) => html`<${Row} key=${i} row=${row} chosen=${chosen} open=${open} here=${here} explain=${explain} hidden=${hidden} ...${rest} />`)}</div>`
        : html`<div class="coming" style=${{ height: `${piece.height}rem` }}></div>`,
    [piece, drawn, chosen, open, here, explain, hidden, named, rest.reads],
  );
}

/** The pieces that are drawn, as a Set of numbers; `first`: one that must be among the first. */
function useDrawn(pieces, first) {
  const [drawn, set] = useState(new Set());
  useEffect(() => {
    let timer;
    const next = (have) => {
      const missing = pieces.findIndex((_, i) => !have.has(i));
      if (missing < 0) return;
      timer = setTimeout(() => {
        const more = new Set([...have, missing, missing + 1]);
        set(more);
        next(more);
      }, 30);
    };
    const start = new Set([0, 1, first - 1, first, first + 1]);
    set(start);
    next(start);
    return () => clearTimeout(timer);
  }, [pieces]);
  return drawn;
}

/** Sentences in which no event was coded, and why. */
function Uncoded({ sentences, coded, reads }) {
  const rows = sentences.filter((s) => s.reason && !coded.has(s.sentence));
  if (!rows.length) return null;
  return html`<details class="uncoded"><summary>${rows.length} ${rows.length === 1 ? 'sentence' : 'sentences'} without an event, and why</summary>
    <ul>${rows.slice(0, 500).map((s) => html`<li><a href=${withParams({ sentence: s.sentence, record: '', explain: reads ? s.sentence : '' })} data-stay lang="en">${s.text}</a> <span class="small">${s.reason}</span></li>`)}</ul>
    ${rows.length > 500 && html`<p class="small">The first 500 are shown.</p>`}</details>`;
}

function Head({ document }) {
  const where = [document.source ?? document.agency, document.dateline_place].filter(Boolean).join(', ');
  return html`<p class="small">${document.published ? html`<time>${document.published}</time>` : 'no date'}${where && ` · ${where}`} · ${document.name}</p>`;
}

const number = (text) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);

/** What the pointer, the focus and the keys do to the marks of a story; once for all of them. */
function useMarks({ page, chosen, choose, pass }) {
  const markOf = (event) => event.target.closest?.('mark[data-records]');
  const idsOf = (mark) => (mark.dataset.stop ?? mark.dataset.records).split(' ');
  const moveTo = (mark, way) => {
    const stops = [...page.current.querySelectorAll('mark[data-stop]')];
    stops[stops.indexOf(mark) + way]?.focus();
  };
  const toCard = (mark) => {
    const ids = idsOf(mark);
    const id = ids[(ids.indexOf(chosen) + 1) % ids.length];
    choose(id);
    requestAnimationFrame(() => document.querySelector(`#r-${id} .says`)?.focus());
  };
  const press = (event) => {
    const mark = markOf(event);
    if (event.key === 'Escape' && event.target.closest('.card')) {
      const id = event.target.closest('.card').id.slice(2);
      page.current.querySelector(`mark[data-stop~="${id}"]`)?.focus();
    }
    if (!mark || event.ctrlKey || event.altKey || event.metaKey) return;
    const action = { ArrowRight: () => moveTo(mark, 1), ArrowLeft: () => moveTo(mark, -1), Enter: () => toCard(mark), ' ': () => toCard(mark) }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return {
    onMouseOver: (event) => markOf(event) && pass(markOf(event).dataset.records.split(' ')[0]),
    onMouseOut: (event) => markOf(event) && pass(null),
    onFocusIn: (event) => markOf(event) && pass(idsOf(markOf(event))[0]),
    onFocusOut: (event) => markOf(event) && pass(null),
    onKeyDown: press,
    onClick: (event) => {
      const mark = markOf(event);
      if (!mark || !getSelection().isCollapsed) return;
      const ids = mark.dataset.records.split(' ');
      choose(ids[(ids.indexOf(chosen) + 1) % ids.length]);
    },
  };
}

function Story({ data, params, reads, editable, onAdded }) {
  const page = useRef();
  const named = useCodes().length > 0;
  const { records, pieces } = useMemo(() => {
    const { records: all, rows } = storyOf(data);
    return { records: all, pieces: piecesOf(rows) };
  }, [data]);
  const hidden = useMemo(() => new Set((params.hide ?? '').split(',').filter(Boolean)), [params.hide]);
  const [passing, pass] = useState(null);
  const open = params.record;
  const here = number(params.sentence);
  const explain = number(params.explain);
  const pointed = pieces.findIndex((piece) => (open ? piece.ids.has(open) : piece.sentences.has(here ?? explain)));
  const drawn = useDrawn(pieces, pointed);
  const choose = (id) => {
    go(withParams({ record: id === open ? '' : id, sentence: '', explain: '' }), { replace: true });
    requestAnimationFrame(() => announce(spoken(document.getElementById(`r-${id}`))));
  };
  const marks = useMarks({ page, chosen: open, choose: (id) => id === open || choose(id), pass });
  useEffect(() => {
    const words = open ? page.current.querySelector('mark[data-chosen]') : here !== undefined && page.current.querySelector(`[data-sentence="${here}"]`);
    const top = words ? words.getBoundingClientRect().top : -1;
    if (words && (top < 60 || top > innerHeight - 120)) words.scrollIntoView({ block: 'center' });
    document.getElementById(`r-${open}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, here, data, drawn.has(pointed)]);
  const story = data.documents[0];
  const inPiece = (piece, id) => (id && piece.ids.has(id) ? id : null);
  const lies = (piece, n) => (piece.sentences.has(n) ? n : undefined);
  return html`<div class="story-tools">
      <${Legend} records=${records} hidden=${hidden} onHide=${(kinds) => go(withParams({ hide: [...kinds].join(',') }), { replace: true })} />
      ${editable && html`<${Add} story=${page} document=${story.id} onAdded=${onAdded} />`}
    </div>
    <section class="story" ref=${page} aria-label="Story and its records" ...${marks}>
      ${pieces.map((piece, i) => html`<${Piece} key=${i} piece=${piece} drawn=${drawn.has(i)} chosen=${inPiece(piece, passing) ?? (passing ? null : inPiece(piece, open))} open=${inPiece(piece, open)}
        here=${lies(piece, here)} explain=${lies(piece, explain)} document=${story.id} lang=${story.language ?? 'en'} records=${records} hidden=${hidden} named=${named} reads=${reads} onChoose=${choose} onPass=${pass} />`)}
    </section>
    ${!records.size && html`<p class="empty">No records rest on this story.</p>`}
    <${Uncoded} sentences=${data.sentences} coded=${new Set(data.events.map((r) => r.sentence))} reads=${reads} />`;
}

export default function Reader({ parts, params }) {
  const [version, setVersion] = useState(0);
  const state = useGet(parts[0] && `document/${encodeURIComponent(parts[0])}`, version ? { version } : undefined);
  const status = useGet('status');
  const story = state.data?.documents[0];
  useTitle(story && (story.title ?? story.name));
  if (!parts[0]) return html`<h1>Reader</h1><p>A story is opened from the words of a record, from <a href="/search">Search</a> or from the <a href="/list/documents">list of stories</a>.</p>`;
  if (!state.data) return html`<h1>Reader</h1><${Pending} state=${state} />`;
  return html`<h1 lang=${story.language ?? 'en'}>${story.title ?? story.name}</h1>
    <${Head} document=${story} />
    <${Story} data=${state.data} params=${params} reads=${status.data?.reads} editable=${status.data && !status.data.read_only} onAdded=${() => setVersion((n) => n + 1)} />`;
}
