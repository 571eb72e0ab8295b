// reader.js - a story with its evidence highlighted and the records beside it.
// /document/ID?record=RECORD&explain=SENTENCE&sentence=N
import { Pending, html, useEffect, useGet, useMemo, useRef, useState } from '../dom.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';
import { Add } from '../parts/add.js';
import { Explain } from '../parts/explain.js';
import { Card } from '../parts/record.js';

const READ = new Set(['body', 'title', 'heading']);

/** Where each record's evidence lies decides how a segment looks: its kinds, and whether the chosen record is there. */
function Segment({ segment, kinds, chosen, onChoose, onPass }) {
  const plain = html`<span data-start=${segment.start} data-sentence=${segment.sentence}>${segment.text}</span>`;
  if (!segment.marks.length) return plain;
  const ids = [...new Set(segment.marks.map(([id]) => id))];
  const fields = segment.marks.filter(([id]) => id === chosen).map(([, field]) => field);
  const names = [...new Set(ids.map((id) => kinds.get(id)).filter(Boolean))];
  if (!names.length) return plain;
  return html`<mark data-start=${segment.start} data-sentence=${segment.sentence} class=${names.join(' ')} data-depth=${Math.min(ids.length, 4)} data-chosen=${fields.length ? '' : null}
    title=${fields.filter((f) => f !== 'record').join(', ') || null}
    onMouseEnter=${() => onPass(ids[0])} onMouseLeave=${() => onPass(null)} onClick=${() => onChoose(ids)}>${segment.text}</mark>`;
}

function Block({ block, ...rest }) {
  const Tag = block.kind === 'title' ? 'h2' : 'p';
  return html`<${Tag} class=${READ.has(block.kind) ? null : 'dimmed'} title=${READ.has(block.kind) ? null : `${block.kind}: ${block.why ?? ''}`}>
    ${block.segments.map((segment) => html`<${Segment} segment=${segment} ...${rest} />`)}
  <//>`;
}

function useStory(data) {
  return useMemo(() => {
    const kinds = new Map();
    const cards = [];
    for (const [list, kind] of KINDS)
      for (const record of data?.[list] ?? []) {
        kinds.set(record.id, kind);
        cards.push({ list, record });
      }
    cards.sort((a, b) => a.record.char_start - b.record.char_start || a.record.char_end - b.record.char_end);
    return { kinds, cards };
  }, [data]);
}

/** Sentences in which nothing was coded, and why. */
function Uncoded({ sentences, coded }) {
  const rows = sentences.filter((s) => s.reason && !coded.has(s.sentence));
  if (!rows.length) return null;
  return html`<details><summary>${rows.length} sentences without an event, and why</summary>
    <ol class="small">${rows.map((s) => html`<li><q lang="en">${s.text}</q> — ${s.reason}</li>`)}</ol></details>`;
}

function Head({ document }) {
  return html`<p class="small">${[document.published ?? 'no date', document.source, document.dateline_place, document.name].filter(Boolean).join(' · ')}</p>`;
}

export default function Reader({ parts, params }) {
  const [version, setVersion] = useState(0);
  const state = useGet(parts[0] && `document/${encodeURIComponent(parts[0])}`, version ? { version } : undefined);
  const status = useGet('status');
  const text = useRef();
  const { kinds, cards } = useStory(state.data);
  const [passing, pass] = useState(null);
  const chosen = passing ?? params.record;
  const choose = (ids) => go(withParams({ record: ids[(ids.indexOf(params.record) + 1) % ids.length] }), { replace: true });
  useEffect(() => {
    const card = params.record && document.getElementById(`r-${params.record}`);
    card?.scrollIntoView({ block: 'nearest' });
    const words = document.querySelector('mark[data-chosen]') ?? (params.sentence && document.querySelector(`[data-sentence="${CSS.escape(params.sentence)}"]`));
    words?.scrollIntoView({ block: 'center' });
  }, [params.record, params.sentence, state.data]);
  if (!state.data) return html`<h1>Reader</h1><${Pending} state=${state} />`;
  const story = state.data.documents[0];
  return html`<h1>${story.title ?? story.name}</h1>
    <${Head} document=${story} />
    <div class="reader">
      <section class="story" ref=${text} aria-label="Story" lang=${story.language ?? 'en'}>
        ${state.data.blocks.map((block) => html`<${Block} block=${block} kinds=${kinds} chosen=${chosen} onChoose=${choose} onPass=${pass} />`)}
      </section>
      <section class="cards" aria-label="Records">
        <h2>${cards.length} records</h2>
        ${status.data && !status.data.read_only && html`<${Add} story=${text} document=${story.id} onAdded=${() => setVersion(version + 1)} />`}
        ${cards.map(({ list, record }) => html`<${Card} key=${record.id} list=${list} record=${record} chosen=${record.id === chosen}
          onFocus=${() => pass(record.id)} onLeave=${() => pass(null)}>
          <p class="small"><a href=${withParams({ record: record.id })}>link to this record</a>
            ${status.data?.reads && html` · <a href=${withParams({ record: record.id, explain: record.sentence })}>how it was read</a>`}</p>
          ${params.explain === String(record.sentence) && record.id === params.record && html`<${Explain} document=${story.id} sentence=${record.sentence} />`}
        <//>`)}
        <${Uncoded} sentences=${state.data.sentences} coded=${new Set(state.data.events.map((r) => r.sentence))} />
      </section>
    </div>`;
}
