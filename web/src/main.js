// main.js - the frame of the desk: navigation, theme, the view of the present address.
import { render } from 'preact';
import { html, useEffect, useRef, useState } from './dom.js';
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
        .map(([name, view]) => html`<li><a href=${view.nav} aria-current=${name === here ? 'page' : null}>${view.title}</a></li>`)}
    </ul>
  </nav>`;
}

function useView(name) {
  const [loaded, set] = useState({});
  useEffect(() => {
    let left = false;
    VIEWS[name]?.load().then(
      (module) => left || set({ name, View: module.default }),
      (error) => left || set({ name, error }),
    );
    return () => {
      left = true;
    };
  }, [name]);
  return loaded.name === name ? loaded : {};
}

function Desk() {
  const { parts, params } = useRoute();
  const name = parts[0] ?? '';
  const { View, error } = useView(name);
  const main = useRef();
  const address = parts.join('/');
  const first = useRef(true);
  useEffect(() => {
    document.title = `${[VIEWS[name]?.title ?? 'Not found', ...parts.slice(1)].join(' ')} · chancery desk`;
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [address]);
  return html`<a class="skip" href="#main">Skip to the view</a>
    <header class="frame">
      <a class="home" href="/">chancery <span>desk</span></a>
      <${Navigation} here=${name} />
      <${Theme} />
    </header>
    <main id="main" tabindex="-1" ref=${main}>
      ${!VIEWS[name] && html`<h1>Nothing stands at this address</h1><p><a href="/">To the beginning</a></p>`}
      ${error && html`<p class="error" role="alert">${error.message}</p>`}
      ${View && html`<${View} parts=${parts.slice(1)} params=${params} />`}
    </main>`;
}

start();
takeDrops(() => location.pathname === '/read' || go('/read'));
const root = document.getElementById('desk');
root.replaceChildren();
render(html`<${Desk} />`, root);
