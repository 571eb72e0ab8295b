// reader.js - a story with its evidence highlighted and the records beside it. /document/ID?record=RECORD
import { Pending, html, useEffect, useGet, useMemo, useState } from '../dom.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';
import { Card } from '../parts/record.js';

const READ = new Set(['body', 'title', 'heading']);

/** Where each record's evidence lies decides how a segment looks: its kinds, and whether the chosen record is there. */
function Segment({ segment, kinds, chosen, onChoose, onPass }) {
  if (!segment.marks.length) return segment.text;
  const ids = [...new Set(segment.marks.map(([id]) => id))];
  const fields = segment.marks.filter(([id]) => id === chosen).map(([, field]) => field);
  const names = [...new Set(ids.map((id) => kinds.get(id)).filter(Boolean))];
  if (!names.length) return segment.text;
  return html`<mark class=${names.join(' ')} data-depth=${Math.min(ids.length, 4)} data-chosen=${fields.length ? '' : null}
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

function Head({ document }) {
  return html`<p class="small">${[document.published ?? 'no date', document.source, document.dateline_place, document.name].filter(Boolean).join(' · ')}</p>`;
}

export default function Reader({ parts, params }) {
  const state = useGet(parts[0] && `document/${encodeURIComponent(parts[0])}`);
  const { kinds, cards } = useStory(state.data);
  const [passing, pass] = useState(null);
  const chosen = passing ?? params.record;
  const choose = (ids) => go(withParams({ record: ids[(ids.indexOf(params.record) + 1) % ids.length] }), { replace: true });
  useEffect(() => {
    const card = params.record && document.getElementById(`r-${params.record}`);
    card?.scrollIntoView({ block: 'nearest' });
    document.querySelector('mark[data-chosen]')?.scrollIntoView({ block: 'center' });
  }, [params.record, state.data]);
  if (!state.data) return html`<h1>Reader</h1><${Pending} state=${state} />`;
  const story = state.data.documents[0];
  return html`<h1>${story.title ?? story.name}</h1>
    <${Head} document=${story} />
    <div class="reader">
      <section class="story" aria-label="Story" lang=${story.language ?? 'en'}>
        ${state.data.blocks.map((block) => html`<${Block} block=${block} kinds=${kinds} chosen=${chosen} onChoose=${choose} onPass=${pass} />`)}
      </section>
      <section class="cards" aria-label="Records">
        <h2>${cards.length} records</h2>
        ${cards.map(({ list, record }) => html`<${Card} key=${record.id} list=${list} record=${record} chosen=${record.id === chosen}
          onFocus=${() => pass(record.id)} onLeave=${() => pass(null)}>
          <a class="small" href=${withParams({ record: record.id })}>link to this record</a>
        <//>`)}
      </section>
    </div>`;
}
