// main.js - the frame of the desk: navigation, theme, the view of the present address.
import { render } from 'preact';
import { OUT, get } from './api.js';
import { html, setTitle, useEffect, useLayoutEffect, useRef, useState } from './dom.js';
import { go, start, useRoute } from './router.js';
import { takeDrops } from './parts/reading.js';
import { Theme } from './parts/theme.js';

/** The views by the first part of their address. Each module is loaded when it is first seen. */
const VIEWS = {
  '': { title: 'Today', load: () => import('./views/today.js') },
  today: { title: 'Today', load: () => import('./views/today.js'), nav: '/today' },
  pair: { title: 'Pair', load: () => import('./views/pair.js'), nav: '/pair' },
  matrix: { title: 'Matrix', load: () => import('./views/matrix.js'), nav: '/matrix' },
  map: { title: 'Map', load: () => import('./views/map.js'), nav: '/map' },
  network: { title: 'Network', load: () => import('./views/network.js'), nav: '/network' },
  search: { title: 'Search', load: () => import('./views/search.js'), nav: '/search' },
  list: { title: 'Tables', load: () => import('./views/tables.js'), nav: '/list/events' },
  document: { title: 'Reader', load: () => import('./views/reader.js') },
  export: { title: 'Export', load: () => import('./views/export.js'), nav: '/export' },
  read: { title: 'Read', load: () => import('./views/read.js'), nav: '/read' },
  review: { title: 'Review', load: () => import('./views/review.js'), nav: '/review' },
};

function Navigation({ here }) {
  return html`<nav aria-label="Views">
    <ul>
      ${Object.entries(VIEWS)
        .filter(([, view]) => view.nav)
        .map(([name, view]) => html`<li><a href=${view.nav} aria-current=${name === (here || 'today') ? 'page' : null}>${view.title}</a></li>`)}
    </ul>
  </nav>`;
}

function useView(name) {
  const [loaded, set] = useState({});
  useEffect(() => {
    let left = false;
    VIEWS[name]?.load().then(
      (module) => left || set({ name, View: module.default }),
      () => left || set({ name, failed: true }),
    );
    return () => {
      left = true;
    };
  }, [name]);
  return loaded.name === name ? loaded : {};
}

/** The address that was pasted, as one of this desk; null when it has no token of a desk. */
function inside(typed) {
  try {
    const url = new URL(typed.trim());
    return url.searchParams.get('token') ? `/?token=${encodeURIComponent(url.searchParams.get('token'))}` : null;
  } catch {
    return null;
  }
}

/** The desk was started anew, or the browser has lost the cookie. What was typed in the view below stays. */
function Gone({ onBack }) {
  const [wrong, setWrong] = useState('');
  const again = () => get('status').then(onBack, () => setWrong('Not yet: the desk still does not let this page in.'));
  const open = (event) => {
    event.preventDefault();
    const to = inside(new FormData(event.currentTarget).get('address'));
    if (to) location.assign(to);
    else setWrong('That is not the address of a desk: it ends in ?token= and 32 letters and digits.');
  };
  return html`<section class="gone" role="alert">
    <h1>The desk does not let this page in</h1>
    <p>Each time it is started, the desk makes a new key; the key of this page is an old one, or the browser has dropped it.</p>
    <p>Open the address that <code>chancery desk</code> printed in its terminal, or paste it here. Nothing of the record is lost.</p>
    <form class="filters" onSubmit=${open}>
      <label>Address from the terminal <input name="address" autocomplete="off" required placeholder="http://127.0.0.1:…/?token=…" /></label>
      <button type="submit">Open</button>
      <button type="button" onClick=${again}>I opened it elsewhere: try again</button>
    </form>
    ${wrong && html`<p class="error">${wrong}</p>`}
  </section>`;
}

function useOut() {
  const [out, set] = useState(false);
  useEffect(() => {
    const on = () => set(true);
    addEventListener(OUT, on);
    return () => removeEventListener(OUT, on);
  }, []);
  return [out, () => set(false)];
}

const titleOf = (name, parts) => [VIEWS[name]?.title ?? 'Not found', ...parts.slice(1)].join(' ');

function Desk() {
  const { parts, params } = useRoute();
  const name = parts[0] ?? '';
  const { View, failed } = useView(name);
  const [out, back] = useOut();
  const main = useRef();
  const address = parts.join('/');
  const first = useRef(true);
  useLayoutEffect(() => {
    setTitle(titleOf(name, parts));
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [address]);
  return html`<a class="skip" href="#main">Skip to the view</a>
    <header class="frame">
      <a class="home" href="/">chancery <span>desk</span></a>
      <${Navigation} here=${name} />
      <${Theme} />
    </header>
    <p id="said" class="hidden" role="status"></p>
    <main id="main" tabindex="-1" ref=${main} aria-label=${titleOf(name, parts)}>
      ${!VIEWS[name] && html`<h1>Nothing stands at this address</h1><p><a href="/">To the beginning</a></p>`}
      ${failed && html`<p class="error" role="alert">This part of the page could not be loaded; the desk may have been started anew. <a href=${location.href} target="_self">Load the page again</a></p>`}
      ${out && html`<${Gone} onBack=${back} />`}
      ${View && html`<div hidden=${out}><${View} parts=${parts.slice(1)} params=${params} /></div>`}
    </main>`;
}

start();
takeDrops(() => location.pathname === '/read' || go('/read'));
const root = document.getElementById('desk');
root.replaceChildren();
render(html`<${Desk} />`, root);
