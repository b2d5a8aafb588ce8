// Sends what was drawn or pointed at through the network: one request under way, then the newest.
import { api } from './api.js';
import { emit, on, state } from './state.js';

let asking = false;
let again = false;
let last = 0;
let timer = 0;

async function ask() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  do {
    again = false;
    const { input, session } = state;
    if (!input || input.length !== session.network.inputs) break;
    last = performance.now();
    try {
      const answer = await api.activations(session.id, Array.from(input, value => Math.round(value * 1e4) / 1e4));
      // What was cleared or rebuilt meanwhile has no answer any more.
      const fits = state.input && answer.layers.length === state.session.network.layers.length && answer.layers.every((layer, n) => layer.length === state.session.network.layers[n].outputs);
      if (fits) {
        state.answer = answer;
        emit('answer');
      }
    } catch {
      break; // told by the banner, or the network is another meanwhile and asks again
    }
  } while (again);
  asking = false;
}

on('input', () => {
  if (state.input) void ask();
  else if (state.answer) {
    state.answer = null;
    emit('answer');
  }
});
on('session', told => {
  if (!told.network) return;
  if (state.input && state.input.length !== state.session.network.inputs) state.input = null;
  state.answer = null;
  emit('answer');
  if (state.input) void ask();
});
// While it learns, the answer to the same drawing changes: followed a few times a second.
on('frame', () => {
  if (!state.input) return;
  clearTimeout(timer);
  const wait = state.frame.running ? 150 - (performance.now() - last) : 0;
  if (wait <= 0) void ask();
  else timer = setTimeout(ask, wait);
});
