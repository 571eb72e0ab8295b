// coverage.js - how many stories there are of each day, and the days of which nothing can have been read.
import { html } from '../dom.js';
import { counted } from '../names.js';
import { Figure } from './chart.js';
import { useStop, walk } from './walk.js';

const of = (day) => `/list/documents?since=${day}&until=${day}`;
const stories = (n) => counted(n, 'story', 'stories');

/** days: [{day, documents, covered}], the earliest first. */
export function Coverage({ days }) {
  const gaps = days.filter((d) => !d.covered).length;
  const most = Math.max(1, ...days.map((d) => d.documents));
  const stop = useStop(days.filter((d) => d.documents).map((d) => d.day));
  const columns = [
    { key: 'day', title: 'Day', cell: (d) => html`<time>${d.day}</time>` },
    { key: 'documents', title: 'Stories', number: true, cell: (d) => (d.documents ? html`<a href=${of(d.day)}>${d.documents}</a>` : 0) },
    { key: 'covered', title: 'Covered', cell: (d) => (d.covered ? 'yes' : 'no') },
  ];
  return html`<${Figure} name="coverage" title="Stories by day of publication" columns=${columns} rows=${days} live
    caption=${`${days[0].day} to ${days.at(-1).day}; at most ${most} a day. ${gaps ? `A dash marks ${gaps === 1 ? 'the day' : `the ${gaps} days`} of which nothing can have been read: no story is of that day or the next.` : 'Every day is covered.'}`}>
    <ol class="days" onKeyDown=${walk}>${days.map((d) => html`<li key=${d.day} data-gap=${d.covered ? null : ''}>
      ${d.documents
        ? html`<a href=${of(d.day)} aria-label=${`${d.day}: ${stories(d.documents)}`} title=${`${d.day}: ${stories(d.documents)}`} ...${stop(d.day)}><span style=${{ height: `${Math.max(4, Math.round((100 * d.documents) / most))}%` }}></span></a>`
        : html`<i class="hidden">${d.day}: ${d.covered ? 'no story, but one of the day after' : 'nothing read'}</i>`}</li>`)}</ol>
    <p class="ends" aria-hidden="true"><span>${days[0].day}</span><span>${days.at(-1).day}</span></p>
  <//>`;
}
