// The stream of what happens in the session, and what to do when it ends.
import { api, ApiError } from './api.js';
import { emit, on, state } from './state.js';
import { offer } from './frames.js';

/** @type {EventSource | null} */ let source = null;
let retrying = false;

/** Listens to the session's events from now on, and to no other's. */
export function listen() {
  source?.close();
  const id = state.session.id;
  const stream = new EventSource(api.events(id));
  source = stream;
  stream.addEventListener('frame', event => { if (source === stream) offer(event.data); });
  stream.addEventListener('session', event => { if (source === stream) emit('told', JSON.parse(event.data)); });
  stream.addEventListener('failed', event => { if (source === stream) emit('failed', JSON.parse(event.data).error); });
  stream.onerror = () => {
    if (source !== stream) return;
    stream.close();
    void retry();
  };
}

/** Asks until the server answers: then goes on with the session, or has a new one made when the server does not know it. */
async function retry() {
  if (retrying) return;
  retrying = true;
  source?.close();
  for (let wait = 250; ; wait = Math.min(2000, wait * 1.5)) {
    try {
      const session = await api.get(state.session.id);
      retrying = false;
      emit('back');
      emit('opened', session);
      return;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        retrying = false;
        return; // 'lost' was told: a new session is made
      }
      emit('gone');
    }
    await new Promise(done => setTimeout(done, wait));
  }
}

on('gone', () => { if (state.session) void retry(); });
