// Draws at most once for each picture of the screen, and only the newest frame.
import { emit, state } from './state.js';
import { decodeFrame } from './decode.js';

/** @type {string | null} */ let newest = null;
/** @type {Set<() => void>} */ const painters = new Set();
let asked = false;
let shown = 0;
let since = performance.now();

function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(draw);
}

function draw() {
  asked = false;
  if (newest !== null) {
    const text = newest;
    newest = null;
    accept(JSON.parse(text));
    shown++;
  }
  const now = [...painters];
  painters.clear();
  for (const painter of now) painter();
}

/** Calls the painter before the screen is drawn next, once. @param {() => void} painter */
export function repaint(painter) {
  painters.add(painter);
  ask();
}

/** A frame as it came; those before it that were not drawn yet are forgotten. @param {string} text */
export function offer(text) {
  newest = text;
  ask();
}

/** Takes a frame unless it is of another network than the session's; says whether. @param {any} frame */
export function accept(frame) {
  const layers = state.session?.network.layers;
  if (!layers || layers.length !== frame.weights.length) return false;
  if (frame.weights.some((layer, n) => layer.shape[0] !== layers[n].inputs || layer.shape[1] !== layers[n].outputs)) return false;
  const before = state.frame?.running;
  state.frame = decodeFrame(frame);
  emit('frame');
  if (before !== frame.running) emit('running');
  return true;
}

/** Forgets a frame of the network before. */
export function forget() {
  newest = null;
}

setInterval(() => {
  const now = performance.now();
  const rate = shown * 1000 / (now - since);
  shown = 0;
  since = now;
  document.body.dataset.fps = rate.toFixed(1);
  const output = document.getElementById('fps');
  if (output) output.textContent = rate.toFixed(0);
}, 1000);
