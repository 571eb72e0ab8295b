// words.js - words of a story that are selected, with the mouse or with the keyboard alone. Places are counted in code
// points of the stored text, as the store does.

/** Code points from the start of the document to a place in a text node of a segment, or null outside of segments. */
function placeOf(node, offset) {
  const segment = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest('[data-start]');
  if (!segment) return null;
  const range = document.createRange();
  range.selectNodeContents(segment);
  range.setEnd(node, offset);
  return Number(segment.dataset.start) + [...range.toString()].length;
}

/** The text between two places, from the segments of the story. */
function textBetween(story, start, end) {
  let text = '';
  for (const segment of story.querySelectorAll('[data-start]')) {
    const at = Number(segment.dataset.start);
    const letters = [...segment.textContent];
    if (at < end && at + letters.length > start) text += letters.slice(Math.max(0, start - at), end - at).join('');
  }
  return text;
}

/** The words selected inside a story, without the blanks around them: {start, end, text}, or null. */
export function selectedWords(story) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!story?.contains(range.startContainer) || !story.contains(range.endContainer)) return null;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const text = textBetween(story, start, end);
  const before = text.length - text.trimStart().length;
  const behind = text.length - text.trimEnd().length;
  return text.trim() ? { start: start + before, end: end - behind, text: text.trim() } : null;
}

const WORD = /[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*|[$€£¥%]/gu;

function wordsOf(story) {
  const words = [];
  for (const segment of story.querySelectorAll('[data-start][data-sentence]')) {
    const node = segment.firstChild;
    for (const found of node?.data?.matchAll(WORD) ?? []) words.push({ node, segment, from: found.index, to: found.index + found[0].length });
  }
  return words;
}

const inView = ({ segment }) => segment.getBoundingClientRect().bottom > 80;

/** The first word of the sentence before (-1) or behind (1) that of a word. */
function otherSentence(words, at, way) {
  const of = (i) => words[i]?.segment.dataset.sentence;
  let i = at;
  while (i + way >= 0 && i + way < words.length && of(i) === of(at)) i += way;
  while (i > 0 && of(i - 1) === of(i)) i--;
  return i;
}

/**
 * Words are chosen with the arrow keys: left and right by words, up and down by sentences, with Shift more of them;
 * Enter ends with onDone(), Escape with onLeave(). The story takes the focus until then. Returns how to end it.
 */
export function chooseWords(story, { onDone, onLeave }) {
  const words = wordsOf(story);
  let first = Math.max(0, words.findIndex((w) => w.segment.hasAttribute('data-chosen') || w.segment.hasAttribute('data-here')));
  if (!words[first]?.segment.hasAttribute('data-chosen')) first = Math.max(0, words.findIndex(inView));
  let last = first;
  const show = () => {
    const [a, b] = first < last ? [first, last] : [last, first];
    getSelection().setBaseAndExtent(words[a].node, words[a].from, words[b].node, words[b].to);
    words[last].segment.scrollIntoView({ block: 'nearest' });
  };
  const move = (to, extend) => {
    last = Math.max(0, Math.min(words.length - 1, to));
    if (!extend) first = last;
    show();
  };
  const keys = {
    ArrowRight: (e) => move(last + 1, e.shiftKey),
    ArrowLeft: (e) => move(last - 1, e.shiftKey),
    ArrowDown: (e) => move(otherSentence(words, last, 1), e.shiftKey),
    ArrowUp: (e) => move(otherSentence(words, last, -1), e.shiftKey),
    Enter: () => (end(), onDone()),
    Escape: () => (end(), getSelection().removeAllRanges(), onLeave()),
  };
  const press = (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key](event);
  };
  const end = () => {
    story.removeEventListener('keydown', press, true);
    story.removeEventListener('focusout', leave);
    story.removeAttribute('tabindex');
  };
  const leave = (event) => story.contains(event.relatedTarget) || (end(), onLeave());
  if (!words.length) return () => {};
  story.setAttribute('tabindex', '-1');
  story.focus({ preventScroll: true });
  story.addEventListener('keydown', press, true);
  story.addEventListener('focusout', leave);
  show();
  return end;
}
