// router.js - which view stands at which address. All state of a view is in the URL, so that every view can be sent to a
// colleague and the back button works, to the place where the page was left.
import { useEffect, useState } from 'preact/hooks';

const listeners = new Set();

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is one
  }
}

const current = () => ({
  parts: location.pathname.split('/').filter(Boolean).map(plain),
  params: Object.fromEntries(new URLSearchParams(location.search)),
});

function tell() {
  for (const listener of listeners) listener(current());
}

/** Goes to an address of the desk. `replace`: the back button skips the present one. */
export function go(href, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  tell();
}

/** The present address as {parts, params}; the component is drawn again when it changes. */
export function useRoute() {
  const [route, set] = useState(current);
  useEffect(() => {
    listeners.add(set);
    return () => listeners.delete(set);
  }, []);
  return route;
}

/** The address of this view with some arguments changed; an empty value takes one away. */
export function withParams(changes) {
  const q = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') q.delete(key);
    else q.set(key, value);
  }
  const text = q.toString();
  return location.pathname + (text ? `?${text}` : '');
}

/* ---- where the page was scrolled to ---- */

let noting;

function noteScroll() {
  clearTimeout(noting);
  noting = setTimeout(() => history.replaceState({ ...history.state, y: Math.round(scrollY) }, ''), 250);
}

/** A view comes bit by bit: its place is there when it has grown long enough, or the reader moves on before. */
function scrollBack(y) {
  const end = performance.now() + 2000;
  let left = false;
  const leave = () => (left = true);
  for (const type of ['wheel', 'keydown', 'pointerdown']) addEventListener(type, leave, { once: true, passive: true });
  const step = () => {
    if (left) return;
    if (document.documentElement.scrollHeight - innerHeight >= y) scrollTo(0, y);
    else if (performance.now() < end) requestAnimationFrame(step);
  };
  step();
}

/** Links inside the desk change the view without loading the page. Called once. */
export function start() {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', noteScroll, { passive: true });
  addEventListener('popstate', (event) => {
    clearTimeout(noting);
    tell();
    scrollBack(event.state?.y ?? 0);
  });
  if (history.state?.y) scrollBack(history.state.y);
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.getAttribute('href'), location.href); // links of drawings have no pathname of their own
    if (to.origin !== location.origin || link.hasAttribute('target') || link.hasAttribute('download') || to.pathname.startsWith('/api/')) return;
    if (to.hash && to.pathname === location.pathname) return;
    event.preventDefault();
    clearTimeout(noting);
    history.replaceState({ ...history.state, y: Math.round(scrollY) }, '');
    const stays = to.pathname === location.pathname && link.hasAttribute('data-stay');
    go(to.pathname + to.search + to.hash);
    if (!stays) scrollTo(0, 0);
  });
}
