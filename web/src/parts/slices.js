// slices.js - long work in short pieces, so that the page answers in between.

const BUDGET = 12; // milliseconds: less than a frame

/** Calls work(item, index) for each of a list, in order; gives up when `signal` is aborted. True: all was done. */
export async function inSlices(list, work, signal) {
  let until = performance.now() + BUDGET;
  for (let i = 0; i < list.length; i++) {
    if (signal?.aborted) return false;
    work(list[i], i);
    if (performance.now() > until) {
      await new Promise((done) => setTimeout(done));
      until = performance.now() + BUDGET;
    }
  }
  return !signal?.aborted;
}
