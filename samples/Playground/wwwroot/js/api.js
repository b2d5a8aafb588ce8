// The requests to the server. Errors come as sentences to be shown.
import { emit } from './state.js';

export class ApiError extends Error {
  /** @param {number} status 0 when there was no answer at all. @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {string} method @param {string} path @param {any} [body] @returns {Promise<any>} */
export async function request(method, path, body) {
  let response;
  try {
    response = await fetch('/api' + path, body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  } catch {
    emit('gone');
    throw new ApiError(0, 'The server does not answer.');
  }
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  const value = json && text ? JSON.parse(text) : text;
  if (response.ok) return value;
  const error = new ApiError(response.status, json && value.error ? value.error : `The server answered ${response.status}.`);
  if (response.status === 404 && /^\/sessions\/[^/]+/.test(path) && method !== 'DELETE' && !path.includes('/code/')) emit('lost');
  throw error;
}

/** @param {string} id */
const session = id => `/sessions/${encodeURIComponent(id)}`;

export const api = {
  catalog: () => request('GET', '/catalog'),
  create: spec => request('POST', '/sessions', spec),
  get: id => request('GET', session(id)),
  put: (id, spec) => request('PUT', session(id), spec),
  settings: (id, change) => request('PATCH', session(id) + '/settings', change),
  play: id => request('POST', session(id) + '/play'),
  pause: id => request('POST', session(id) + '/pause'),
  step: (id, steps) => request('POST', session(id) + '/step', { steps }),
  reset: (id, seed) => request('POST', session(id) + '/reset', { seed }),
  activations: (id, input) => request('POST', session(id) + '/activations', { input }),
  examples: (id, from, count, wrong) => request('GET', `${session(id)}/examples?count=${count}&from=${from}${wrong ? '&wrong=true' : ''}`),
  code: (id, name) => request('GET', `${session(id)}/code/${encodeURIComponent(name)}`),
  events: id => '/api' + session(id) + '/events',
};
