// api.js - the desk's JSON API (docs/desk.md). A failed request throws an Error whose message can be shown.

/** The query string of an object; empty values are left out. */
export function query(params = {}) {
  const q = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== null && value !== '') q.set(key, value);
  const text = q.toString();
  return text ? `?${text}` : '';
}

async function answer(response) {
  const body = (response.headers.get('content-type') ?? '').includes('json') ? await response.json() : null;
  if (response.ok) return body;
  throw new Error(body?.error?.message ?? `The desk answered ${response.status}.`);
}

/** GET /api/v1/PATH; `signal` gives the request up. */
export async function get(path, params, signal) {
  return answer(await fetch(`/api/v1/${path}${query(params)}`, { signal }));
}

/** POST of an object as JSON, or of a File or string as it is. */
export async function post(path, body, params) {
  const raw = body instanceof Blob || typeof body === 'string';
  return answer(
    await fetch(`/api/v1/${path}${query(params)}`, {
      method: 'POST',
      headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json' },
      body: raw ? body : JSON.stringify(body),
    }),
  );
}
