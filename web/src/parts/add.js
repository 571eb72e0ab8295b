// add.js - a record made by selecting words of a story: which words, which kind, which fields.
import { announce, html, useEffect, useRef, useState } from '../dom.js';
import { KINDS } from '../names.js';
import { Dialog } from './dialog.js';
import { Form } from './form.js';
import { Reviewer, review, reviewer, whyNot } from './review.js';
import { chooseWords, selectedWords } from './words.js';

/** The words selected inside `story` (a ref), as they change; they stay while the form has the focus. */
function useWords(story) {
  const [words, set] = useState(null);
  useEffect(() => {
    const change = () => {
      const now = selectedWords(story.current);
      const inStory = story.current?.contains(getSelection().anchorNode);
      if (now || inStory) set(now);
    };
    document.addEventListener('selectionchange', change);
    return () => document.removeEventListener('selectionchange', change);
  }, []);
  return [words, set];
}

function AddDialog({ words, document: name, onClose, onAdded }) {
  const [kind, setKind] = useState('event');
  const [refused, setRefused] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef();
  const keep = async (changes) => {
    if (!reviewer.get()) return setMissing(true), field.current.focus();
    try {
      await review({ verdict: 'add', kind, document: name, changes: { ...changes, char_start: words.start, char_end: words.end } });
      onAdded(kind);
    } catch (failure) {
      setRefused(whyNot(failure));
    }
  };
  return html`<${Dialog} title="Add a record" onClose=${onClose}>
    <blockquote class="chosen" lang="en">${words.text}</blockquote>
    <div class="filters">
      <div class="field"><label for="add-kind">Kind</label><select id="add-kind" onChange=${(e) => setKind(e.target.value)}>
        ${KINDS.map(([, k]) => html`<option value=${k} selected=${k === kind}>${k}</option>`)}</select></div>
      <${Reviewer} id="add-reviewer" field=${field} missing=${missing} />
    </div>
    <${Form} key=${kind} kind=${kind} record=${null} title="Add a record" refused=${refused} onDone=${keep} onCancel=${onClose} />
  <//>`;
}

/**
 * Offers to add a record of the words selected inside `story` (a ref), and to select them with the keyboard.
 * onAdded() when one was kept.
 */
export function Add({ story, document: name, onAdded }) {
  const [words, setWords] = useWords(story);
  const [open, setOpen] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const button = useRef();
  const byKeys = () => {
    setChoosing(true);
    announce('Choose words: arrow keys by word and sentence, with Shift more words, Enter to add a record of them, Escape to leave.');
    chooseWords(story.current, {
      onDone: () => (setChoosing(false), button.current?.focus(), setOpen(true)),
      onLeave: () => (setChoosing(false), setWords(null), button.current?.focus()),
    });
  };
  const added = (kind) => {
    setOpen(false);
    setWords(null);
    getSelection().removeAllRanges();
    announce(`The ${kind} is added.`);
    onAdded();
  };
  return html`<p class="adding small">Something missing? Select its words, <button type="button" ref=${button} class="link" onClick=${byKeys}>also with the keyboard</button>.</p>
    ${(words || choosing) && html`<section class="offer" aria-label="Words that are selected">
      <q lang="en">${words?.text}</q>
      <button type="button" class="main" onMouseDown=${(e) => e.preventDefault()} onClick=${() => setOpen(true)}>Add a record of these words</button>
      ${choosing && html`<span class="small"><kbd>←</kbd> <kbd>→</kbd> words · <kbd>↑</kbd> <kbd>↓</kbd> sentences · <kbd>Shift</kbd> more · <kbd>Enter</kbd> add · <kbd>Esc</kbd> leave</span>`}
    </section>`}
    ${open && words && html`<${AddDialog} words=${words} document=${name} onClose=${() => setOpen(false)} onAdded=${added} />`}`;
}
