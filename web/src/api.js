// api.js - the desk's JSON API (docs/desk.md). A failed request throws a Failure whose message can be shown.

/** What the desk answered: `status` of HTTP (0: it did not answer) and `code` of the error. */
export class Failure extends Error {
  constructor(message, status, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Told to the window when the desk does not let this page in any more (its cookie is gone). */
export const OUT = 'chancery-out';

/** The query string of an object; empty values are left out. */
export function query(params = {}) {
  const q = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== null && value !== '') q.set(key, value);
  const text = q.toString();
  return text ? `?${text}` : '';
}

/** The body of an answer as it was asked for, or a Failure thrown. `type`: its Content-Type. */
export function judge(status, type, text) {
  const body = (type ?? '').includes('json') && text ? JSON.parse(text) : null;
  if (status >= 200 && status < 300) return body;
  if (status === 401) dispatchEvent(new CustomEvent(OUT));
  throw new Failure(body?.error?.message ?? `The desk answered ${status}.`, status, body?.error?.code);
}

async function ask(path, params, init) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}${query(params)}`, init);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure('The desk does not answer. Was it closed? Its terminal tells.', 0, 'away');
  }
  return judge(response.status, response.headers.get('content-type'), await response.text());
}

/** GET /api/v1/PATH; `signal` gives the request up. */
export const get = (path, params, signal) => ask(path, params, { signal });

/** POST of an object as JSON. */
export const post = (path, body, params) =>
  ask(path, params, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** POST of a File or Blob as it is; onSent(share from 0 to 1) tells how much has gone out. */
export function send(path, blob, params, onSent) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/${path}${query(params)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && onSent?.(event.loaded / event.total);
    request.onerror = () => fail(new Failure('it could not be sent: the desk closed the connection', 0, 'away'));
    request.onload = () => {
      try {
        done(judge(request.status, request.getResponseHeader('content-type'), request.responseText));
      } catch (failure) {
        fail(failure);
      }
    };
    request.send(blob);
  });
}
