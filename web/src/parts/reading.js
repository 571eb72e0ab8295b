// reading.js - files dropped on the page and text pasted into it are read at once; how far each is, from the jobs.
import { html, useEffect, useState } from '../dom.js';
import { get, post } from '../api.js';

const listeners = new Set();
let jobs = [];

function tell(change) {
  jobs = change(jobs);
  for (const listener of listeners) listener(jobs);
}

const known = (job) => (old) => [...old.filter((x) => x.job !== job.job), job].sort((a, b) => b.job - a.job);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function follow(job) {
  let delay = 150;
  while (job.state === 'waiting' || job.state === 'reading') {
    await wait(delay);
    delay = Math.min(2000, delay * 1.5);
    job = await get(`jobs/${job.job}`);
    tell(known(job));
  }
}

/** Sends a File or Blob of that name to be read. Failures become a job that failed. */
export async function read(body, name, published) {
  try {
    const job = await post('read', body, { name, published });
    tell(known(job));
    await follow(job);
  } catch (error) {
    tell(known({ job: Date.now(), name, state: 'failed', message: error.message, errors: 1 }));
  }
}

/** The jobs of this page, the latest first. */
export function useJobs() {
  const [now, set] = useState(jobs);
  useEffect(() => {
    listeners.add(set);
    return () => listeners.delete(set);
  }, []);
  return now;
}

/** Takes files that are dropped anywhere on the page. Called once. `then`: what to show when some came. */
export function takeDrops(then) {
  addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) read(file, file.name);
    then();
  });
}

function says(job) {
  if (job.state === 'failed') return `not read: ${job.message}`;
  const documents = (job.new ?? 0) + (job.recoded ?? 0);
  const counts = `${documents} new, ${job.same ?? 0} known already, ${job.records ?? 0} records`;
  const errors = job.errors ? `, ${job.errors} could not be read (${job.message})` : '';
  return `${job.state}: ${counts}${errors}`;
}

/** The jobs as a list that tells of its changes. */
export function Jobs() {
  const list = useJobs();
  if (!list.length) return null;
  return html`<ul class="jobs" aria-live="polite" aria-label="Files sent to be read">
    ${list.map((job) => html`<li key=${job.job} data-state=${job.state}>
      ${job.document ? html`<a href=${`/document/${job.document}`}>${job.name}</a>` : job.name} — ${says(job)}
      ${(job.state === 'waiting' || job.state === 'reading') && html` <progress aria-label=${`reading ${job.name}`}></progress>`}
    </li>`)}
  </ul>`;
}
