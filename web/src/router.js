// router.js - which view stands at which address. All state of a view is in the URL, so that every view can be sent to a
// colleague and the back button works.
import { useEffect, useState } from 'preact/hooks';

const listeners = new Set();

const current = () => ({
  parts: location.pathname.split('/').filter(Boolean).map(decodeURIComponent),
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

/** Links inside the desk change the view without loading the page. Called once. */
export function start() {
  addEventListener('popstate', tell);
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.getAttribute('href'), location.href); // links of drawings have no pathname of their own
    if (to.origin !== location.origin || link.hasAttribute('target') || link.hasAttribute('download') || to.pathname.startsWith('/api/')) return;
    if (to.hash && to.pathname === location.pathname) return;
    event.preventDefault();
    go(to.pathname + to.search + to.hash);
    scrollTo(0, 0);
  });
}
