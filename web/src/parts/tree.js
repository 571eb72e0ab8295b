// tree.js - the tree of a sentence: its words in their order, and above them an arc from each word to the one on which it
// depends. The table beside it says the same.
import { html } from '../dom.js';
import { Table } from './table.js';

const LETTER = 8.2;
const SMALL = 6.4;
const STEP = 22;

/** Where each word stands: the middle of its column, as wide as its word, tag or relation needs. */
function columns(tokens) {
  let x = 4;
  return tokens.map((t) => {
    const width = Math.max(t.form.length * LETTER, t.tag.length * SMALL, t.relation.length * SMALL + 10) + 14;
    x += width;
    return { middle: x - width / 2, width };
  });
}

/** The arcs, each one step above all that lie below it. */
function arcsOf(tokens) {
  const arcs = tokens
    .map((t, i) => ({ word: i, head: t.head, relation: t.relation }))
    .filter((a) => a.head >= 0)
    .map((a) => ({ ...a, from: Math.min(a.word, a.head), to: Math.max(a.word, a.head) }))
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  const heights = new Array(tokens.length).fill(0);
  for (const arc of arcs) {
    let top = 0;
    for (let i = arc.from; i < arc.to; i++) top = Math.max(top, heights[i]);
    arc.level = top + 1;
    for (let i = arc.from; i < arc.to; i++) heights[i] = arc.level;
  }
  return arcs;
}

/** From the head up, across and down to the word, with an arrow there. Arcs of one head leave it side by side. */
function Arc({ arc, at, base }) {
  const out = at[arc.head].middle + (arc.word > arc.head ? 4 : -4);
  const into = at[arc.word].middle + (arc.word > arc.head ? -2 : 2);
  const y = base - arc.level * STEP;
  const bend = arc.word > arc.head ? 6 : -6;
  return html`<path d=${`M${out} ${base} V${y + 6} Q${out} ${y} ${out + bend} ${y} H${into - bend} Q${into} ${y} ${into} ${y + 6} V${base - 5}`} />
    <path class="tip" d=${`M${into - 3.5} ${base - 6} H${into + 3.5} L${into} ${base} Z`} />
    <text class="relation" x=${(out + into) / 2} y=${y - 3}>${arc.relation}</text>`;
}

function Drawing({ tokens }) {
  const at = columns(tokens);
  const arcs = arcsOf(tokens);
  const base = (Math.max(0, ...arcs.map((a) => a.level)) + 1) * STEP;
  const width = at[at.length - 1].middle + at[at.length - 1].width / 2 + 4;
  const root = tokens.findIndex((t) => t.head < 0);
  return html`<svg class="tree" width=${width} height=${base + 44} viewBox=${`0 0 ${width} ${base + 44}`} role="img" aria-label=${`Tree of ${tokens.length} words; its root is “${tokens[root]?.form}”. The table below says the same.`}>
    ${arcs.map((arc) => html`<${Arc} arc=${arc} at=${at} base=${base} />`)}
    ${tokens.map((t, i) => html`<text class=${i === root ? 'word root' : 'word'} x=${at[i].middle} y=${base + 18} lang="en">${t.form}</text>
      <text class="tag" x=${at[i].middle} y=${base + 34}>${t.tag}</text>`)}
  </svg>`;
}

/** tokens: [{form, lemma, tag, relation, head (-1: root)}]. */
export function Tree({ tokens }) {
  return html`<figure>
    <figcaption>The tree: each arc runs from a word to one that depends on it</figcaption>
    <div class="scroll" role="region" aria-label="The tree" tabindex="0"><${Drawing} tokens=${tokens} /></div>
    <details><summary>The tree as a table</summary>
      <${Table} caption="Words of the sentence, and on which each depends" rows=${tokens.map((t, i) => ({ ...t, n: i + 1 }))}
        columns=${[
          { key: 'n', title: '#', number: true },
          { key: 'form', title: 'Word', cell: (r) => html`<span lang="en">${r.form}</span>` },
          { key: 'lemma', title: 'Base form' },
          { key: 'tag', title: 'Tag' },
          { key: 'head', title: 'Depends on', cell: (r) => (r.head < 0 ? 'nothing: the root' : `${r.head + 1} ${tokens[r.head].form}`) },
          { key: 'relation', title: 'As' },
        ]} />
    </details>
  </figure>`;
}
