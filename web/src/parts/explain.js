// explain.js - how a sentence was read: its tree, who the names are, what was weighed and why.
import { Pending, html, useGet } from '../dom.js';
import { Table } from './table.js';

const who = (a) => [a.name, a.office, a.code, a.sector].filter(Boolean).join(', ');

export function Explain({ document, sentence }) {
  const state = useGet(`explain/${encodeURIComponent(document)}/${sentence}`);
  if (!state.data) return html`<${Pending} state=${state} />`;
  const { tokens, mentions, candidates } = state.data;
  return html`<div class="explain">
    <${Table} caption="What was weighed" empty="Nothing was weighed." rows=${candidates}
      columns=${[
        { key: 'word', title: 'Word', cell: (r) => r.word ?? 'the sentence' },
        { key: 'why', title: 'Why', cell: (r) => html`${r.record ? html`<b>coded</b> ` : ''}${r.why}` },
        { key: 'rule', title: 'Rule', cell: (r) => r.rule && html`<code>${r.rule}</code>` },
      ]} />
    <${Table} caption="Who is who" empty="No names." rows=${mentions}
      columns=${[
        { key: 'words', title: 'Words' },
        { key: 'actors', title: 'Who', cell: (r) => r.actors.map(who).join('; ') || 'unknown' },
        { key: 'why', title: 'Why' },
      ]} />
    <${Table} caption="The tree" rows=${tokens.map((t, i) => ({ ...t, n: i + 1 }))}
      columns=${[
        { key: 'n', title: '#', number: true },
        { key: 'form', title: 'Word' },
        { key: 'lemma', title: 'Base form' },
        { key: 'tag', title: 'Tag' },
        { key: 'head', title: 'Depends on', cell: (r) => (r.head < 0 ? 'root' : `${r.head + 1} ${tokens[r.head].form}`) },
        { key: 'relation', title: 'As' },
      ]} />
  </div>`;
}
