// slices.js - long work in short pieces, so that the page answers in between.

const BUDGET = 12; // milliseconds: less than a frame

/** Lets the page answer. A timer would wait 4 ms each time. */
const breathe = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), done());
    port2.postMessage(null);
  });

/** Calls work(item, index) for each of a list, in order; gives up when `signal` is aborted. True: all was done. */
export async function inSlices(list, work, signal) {
  let until = performance.now() + BUDGET;
  for (let i = 0; i < list.length; i++) {
    if (signal?.aborted) return false;
    work(list[i], i);
    if (performance.now() > until) {
      await breathe();
      until = performance.now() + BUDGET;
    }
  }
  return !signal?.aborted;
}
