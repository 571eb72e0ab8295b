// add.js - a record made by selecting words of a story: which words, which kind, which fields.
import { html, useEffect, useState } from '../dom.js';
import { KINDS } from '../names.js';
import { Form, Reviewer, review, reviewer } from './review.js';

/** Code points from the start of the document to a place in a text node of a segment, or null outside of segments. */
function placeOf(node, offset) {
  const segment = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest('[data-start]');
  if (!segment) return null;
  const range = document.createRange();
  range.selectNodeContents(segment);
  range.setEnd(node, offset);
  return Number(segment.dataset.start) + [...range.toString()].length;
}

function selected(story) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!story?.contains(range.commonAncestorContainer)) return null;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  return start !== null && end !== null && end > start ? { start, end, text: selection.toString() } : null;
}

/** Offers to add a record of the words selected inside `story` (a ref). onAdded() when one was kept. */
export function Add({ story, document: name, onAdded }) {
  const [words, setWords] = useState(null);
  const [kind, setKind] = useState('event');
  const [open, setOpen] = useState(false);
  const [error, setError] = useState('');
  useEffect(() => {
    const change = () => {
      const now = selected(story.current);
      if (now) setWords(now);
    };
    document.addEventListener('selectionchange', change);
    return () => document.removeEventListener('selectionchange', change);
  }, []);
  if (!words) return html`<p class="small">Select words of the story to add a record that rests on them.</p>`;
  const keep = async (changes) => {
    if (!reviewer.get()) return setError('Give your name first.');
    try {
      await review({ verdict: 'add', kind, document: name, changes: { ...changes, char_start: words.start, char_end: words.end } });
      setOpen(false);
      setWords(null);
      setError('');
      onAdded();
    } catch (failure) {
      setError(failure.message);
    }
  };
  return html`<section class="card" aria-label="Add a record">
    <p><q lang="en">${words.text}</q></p>
    ${!open && html`<p><button type="button" onClick=${() => setOpen(true)}>Add a record of these words</button></p>`}
    ${open && html`<${Reviewer} />
      <label>Kind <select value=${kind} onChange=${(e) => setKind(e.target.value)}>${KINDS.map(([, k, t]) => html`<option value=${k}>${t}</option>`)}</select></label>
      <${Form} key=${kind} kind=${kind} record=${null} title="Add a record" onDone=${keep} onCancel=${() => setOpen(false)} />`}
    ${error && html`<p class="error" role="alert">${error}</p>`}
  </section>`;
}
