// dom.js - what every view needs of Preact, loading from the API, titles and what is said aloud.
import { h } from 'preact';
import htm from 'htm';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get } from './api.js';

export const html = htm.bind(h);
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/**
 * GET of an address whenever it changes: {data, error, waiting}. The old data stays until the new is there. It is asked
 * before the page is drawn, so that the desk answers meanwhile.
 */
export function useGet(path, params) {
  const [state, set] = useState({ data: null, error: null, waiting: true });
  const key = path && path + JSON.stringify(params ?? {});
  useLayoutEffect(() => {
    if (!path) return undefined;
    const control = new AbortController();
    set((old) => (old.waiting ? old : { ...old, waiting: true }));
    get(path, params, control.signal).then(
      (data) => set({ data, error: null, waiting: false }),
      (error) => control.signal.aborted || set({ data: null, error, waiting: false }),
    );
    return () => control.abort();
  }, [key]);
  return state;
}

/**
 * Several GETs that are shown together, so that nothing moves when the last of them comes: a list of {data, error}, null
 * until all have been answered. questions: [path, params] each; the old answers stay until the new are there.
 */
export function useGets(questions) {
  const [state, set] = useState(null);
  const key = JSON.stringify(questions);
  useLayoutEffect(() => {
    const control = new AbortController();
    Promise.allSettled(questions.map(([path, params]) => get(path, params, control.signal))).then(
      (answers) => control.signal.aborted || set(answers.map((a) => ({ data: a.value ?? null, error: a.reason ?? null }))),
    );
    return () => control.abort();
  }, [key]);
  return state;
}

/** What stands in place of data that is not there yet, or cannot be had; null when it is there. */
export function Pending({ state }) {
  if (state.error) return html`<p class="error" role="alert">${state.error.message}</p>`;
  if (!state.data) return html`<p class="waiting" role="status">Loading …</p>`;
  return null;
}

/** The title of the window: that of a view until it says more of what it shows (useTitle). */
export function setTitle(text) {
  document.title = `${text} · chancery desk`;
  document.getElementById('main')?.setAttribute('aria-label', text);
}

/** What a view shows, as the title of the window; nothing while `text` is not known. */
export function useTitle(text) {
  useEffect(() => {
    if (text) setTitle(text);
  }, [text]);
}

/** Says something to those who do not see the page; the frame has the place for it. */
export function announce(text) {
  const place = document.getElementById('said');
  if (!place) return;
  place.textContent = '';
  setTimeout(() => (place.textContent = text), 60);
}
