// read.js - text pasted and files chosen or dropped are read into the store: /read
import { html, useGet, useState } from '../dom.js';
import { Jobs, read } from '../parts/reading.js';

export default function Read() {
  const status = useGet('status');
  const [text, setText] = useState('');
  const [name, setName] = useState('pasted.txt');
  const [published, setPublished] = useState('');
  const send = (event) => {
    event.preventDefault();
    if (text.trim()) read(new Blob([text]), name, published);
    setText('');
  };
  if (status.data && !status.data.reads) return html`<h1>Read</h1><p>This desk was opened to be read only: nothing can be added to its record.</p>`;
  return html`<h1>Read</h1>
    <p>Drop files anywhere on this page, choose them, or paste a story: plain text, HTML, feeds, JSONL, CSV and WARC files, gzip or zstd.</p>
    <p><label>Files <input type="file" multiple onChange=${(event) => {
      for (const file of event.target.files) read(file, file.name);
      event.target.value = '';
    }} /></label></p>
    <form onSubmit=${send} class="edit">
      <label>Story <textarea rows="10" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
      <label>Name <input value=${name} required onInput=${(event) => setName(event.target.value)} /></label>
      <label>Published (where the story does not say) <input type="date" value=${published} onInput=${(event) => setPublished(event.target.value)} /></label>
      <p><button type="submit">Read it</button></p>
    </form>
    <h2>Read so far</h2>
    <${Jobs} />`;
}
