// read.js - text pasted and files chosen or dropped are read into the store: /read
import { html, useGet, useRef, useState, useTitle } from '../dom.js';
import { Jobs, MOST_BYTES, read } from '../parts/reading.js';

/** A story with what is known of it, as one line of JSONL, which all readers of the desk know. */
function asRecord({ text, name, title, source, published }) {
  const record = { id: name, text, title, source, published };
  for (const key of Object.keys(record)) if (!record[key]) delete record[key];
  return new Blob([`${JSON.stringify(record)}\n`], { type: 'application/json' });
}

function Paste() {
  const [wrong, setWrong] = useState('');
  const form = useRef();
  const submit = (event) => {
    event.preventDefault();
    const { text, name, title, source, published } = Object.fromEntries(new FormData(form.current));
    if (!text.trim()) {
      setWrong('There is no text yet: paste the story here.');
      form.current.elements.text.focus();
      return;
    }
    const known = name.trim() || title.trim() || `Pasted ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`;
    read([{ blob: asRecord({ text, name: known, title: title.trim(), source: source.trim(), published }), name: `${known}.jsonl` }]);
    setWrong('');
    form.current.reset();
  };
  return html`<form class="fields" ref=${form} noValidate onSubmit=${submit} aria-labelledby="paste">
    <div class="field wide"><label for="story-text">Story</label>
      <textarea id="story-text" name="text" rows="9" aria-invalid=${wrong ? 'true' : null} aria-describedby=${wrong ? 'story-wrong' : null}></textarea>
      ${wrong && html`<span class="fault" id="story-wrong">${wrong}</span>`}</div>
    <div class="field"><label for="story-published">Published</label><input id="story-published" name="published" type="date" aria-describedby="published-why" />
      <span class="taken" id="published-why">“on Friday” is counted from this day</span></div>
    <div class="field"><label for="story-source">Source</label><input id="story-source" name="source" maxlength="100" autocomplete="off" /></div>
    <div class="field"><label for="story-title">Headline</label><input id="story-title" name="title" maxlength="300" autocomplete="off" /></div>
    <div class="field"><label for="story-name">Name</label><input id="story-name" name="name" maxlength="100" autocomplete="off" aria-describedby="name-why" />
      <span class="taken" id="name-why">under which it is kept; else its headline</span></div>
    <p class="verdicts"><button type="submit" class="main">Read it</button></p>
  </form>`;
}

function Chooser({ label, folder }) {
  const take = (event) => {
    const files = [...event.target.files].filter((file) => !(file.webkitRelativePath || file.name).split('/').some((part) => part.startsWith('.')));
    read(files.map((file) => ({ blob: file, name: file.webkitRelativePath || file.name })));
    event.target.value = '';
  };
  return html`<label class="choose">${label} <input type="file" multiple webkitdirectory=${folder ? true : null} onChange=${take} /></label>`;
}

export default function Read() {
  const status = useGet('status');
  useTitle('Read');
  if (status.data && !status.data.reads)
    return html`<h1>Read</h1><p class="note">${status.data.read_only
      ? html`This desk was opened to be read only (<code>--read-only</code>): nothing can be added to its record.`
      : 'This desk was opened without its knowledge, so it reads nothing.'}</p>`;
  return html`<h1>Read</h1>
    <p>What is read here is in the record at once. Text, HTML, feeds, JSONL, CSV and WARC are known by their content, also compressed with gzip or zstd; a file may hold many stories.</p>
    <div class="drop">
      <h2>Files</h2>
      <p>Drop files or folders anywhere on the page, or choose them. Up to ${MOST_BYTES / 1024 / 1024} MiB each, each story in them up to 4 MiB.</p>
      <p class="choosers"><${Chooser} label="Files" /> <${Chooser} label="A folder" folder /></p>
    </div>
    <h2 id="paste">Paste a story</h2>
    <${Paste} />
    <${Jobs} />`;
}
