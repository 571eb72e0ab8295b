// walk.js - many links, one stop of the Tab key: the arrow keys go on among them.
import { useState } from '../dom.js';

/** What makes link `key` of `keys` the one that Tab reaches, when it was the last with the focus. */
export function useStop(keys) {
  const [last, set] = useState(null);
  const stop = keys.includes(last) ? last : keys[0];
  return (key) => ({ tabindex: key === stop ? 0 : -1, onFocus: () => set(key) });
}

/** The keys of a row of links, in the order in which they stand: arrows, Home and End. For the element around them. */
export function walk(event) {
  const links = [...event.currentTarget.querySelectorAll('a')];
  const here = links.indexOf(event.target.closest('a'));
  const next = { ArrowLeft: here - 1, ArrowUp: here - 1, ArrowRight: here + 1, ArrowDown: here + 1, Home: 0, End: links.length - 1 }[event.key];
  if (here < 0 || !links[next]) return;
  event.preventDefault();
  links[next].focus();
}
