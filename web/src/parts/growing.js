// growing.js - long drawings come a part each frame, so that none of it holds the page up.
import { useEffect, useState } from '../dom.js';

/** How many of some parts are shown: one more each frame, anew when `of` is another thing. */
export function useGrowing(parts, of = parts) {
  const [shown, set] = useState({ of, n: 1 });
  const n = shown.of === of ? shown.n : 1;
  useEffect(() => {
    const asked = n < parts.length && requestAnimationFrame(() => set({ of, n: n + 1 }));
    return () => cancelAnimationFrame(asked);
  }, [of, n, parts.length]);
  return parts.slice(0, n);
}

/** The same as a component, for what stands in the middle of a view. */
export const Growing = ({ parts, of }) => useGrowing(parts, of);

/** A list in parts of some length. */
export const inParts = (list, length) => Array.from({ length: Math.ceil(list.length / length) }, (_, i) => list.slice(i * length, (i + 1) * length));
