// world.js - the countries as shapes on a flat map, and points for those too small to be seen, as web/atlas.mjs has made
// them of the atlas.
import { html, useEffect, useState } from '../dom.js';

export { projection } from './projection.js';

let world;

async function load() {
  const answer = await fetch('/world.json');
  if (!answer.ok) throw new Error('The map could not be loaded. Load the page again.');
  return answer.json();
}

/**
 * The map as {data, error}; data: box (the frame: x, y, width, height), sphere (its corners), outline, and countries, the
 * largest first: [{id, code (null: no record can be of it), name, d (null: the atlas has no shape), x, y, size, small}].
 * Asked for once.
 */
export function useWorld() {
  const [state, set] = useState({ data: null, error: null });
  useEffect(() => {
    world ??= load();
    world.then(
      (data) => set({ data, error: null }),
      (error) => {
        world = undefined;
        set({ data: null, error });
      },
    );
  }, []);
  return state;
}

/** The note that belongs below every map of states. */
export const Boundaries = () => html`<p class="small">Boundaries and names of areas are those of Natural Earth, at 1:50 million. They are drawn as it has them; the desk takes no position on any of them.</p>`;
