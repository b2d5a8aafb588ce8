// The drawing area: strokes of mouse, finger, pen or keyboard, or an image of the test set.
import { api } from './api.js';
import { byId, emit, isDigits, on, state } from './state.js';
import { repaint } from './frames.js';
import { bitmap, css, fit as sized, greys } from './colors.js';
import { preprocess, side } from './preprocess.js';
import { bytes } from './decode.js';
import { strongest } from './weights.js';

/** @typedef {import('./preprocess.js').Stroke} Stroke */

const canvas = byId('draw');
const picture = bitmap(side, side);
/** @type {Stroke[]} */ let strokes = [];
/** @type {Uint8Array | null} An image of the test set in place of strokes. */ let image = null;
/** @type {import('./preprocess.js').Fit} */ let fit = { scale: 1, dx: 0, dy: 0 };
/** The keyboard's pen. */
export const cursor = { x: side / 2, y: side / 2, down: false, seen: false };

/** What the canvas shows went into the network: asked at most once for each picture of the screen. */
function changed() {
  repaint(see);
  repaint(paint);
}

function see() {
  if (strokes.length > 0) {
    const result = preprocess(strokes);
    fit = result.fit;
    state.input = result.pixels;
  } else {
    fit = { scale: 1, dx: 0, dy: 0 };
    state.input = image && Float32Array.from(image, value => value / 255);
  }
  byId('draw-hint').hidden = state.input !== null;
  emit('input');
}

export function clear() {
  strokes = [];
  image = null;
  byId('draw-source').textContent = '';
  changed();
}

/** Begins a stroke. @param {number} x @param {number} y */
export function begin(x, y) {
  if (image) clear();
  strokes.push([[x, y]]);
  changed();
}

/** @param {number} x @param {number} y */
export function go(x, y) {
  const stroke = strokes.at(-1);
  if (!stroke) return;
  const [lx, ly] = stroke[stroke.length - 1];
  if (Math.hypot(x - lx, y - ly) < .15) return;
  stroke.push([x, y]);
  changed();
}

export const repaintDrawing = () => repaint(paint);

function paint() {
  if (!isDigits()) return;
  const { context, width } = sized(canvas);
  const unit = width / side;
  if (image) {
    const levels = greys();
    image.forEach((value, n) => { picture.pixels[n] = levels[value]; });
    picture.put();
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.canvas, 0, 0, width, width);
  }
  context.lineCap = context.lineJoin = 'round';
  context.lineWidth = 2.4 * unit;
  context.strokeStyle = css('neuron-full');
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], n) => {
      const next = stroke[n + 1];
      if (n === 0) context.moveTo(x * unit, y * unit);
      if (next) context.quadraticCurveTo(x * unit, y * unit, (x + next[0]) / 2 * unit, (y + next[1]) / 2 * unit);
      else context.lineTo(x * unit + .01, y * unit);
    });
    context.stroke();
  }
  // Where the chosen neuron looks, laid over the drawing as the network sees it.
  for (const { pixel, share } of strongest()) {
    const x = (pixel % side - fit.dx) / fit.scale;
    const y = (Math.floor(pixel / side) - fit.dy) / fit.scale;
    context.fillStyle = css(share > 0 ? 'blue' : 'red', .25 + .5 * Math.abs(share));
    context.fillRect(x * unit, y * unit, unit / fit.scale - .5, unit / fit.scale - .5);
  }
  if (cursor.seen) {
    context.strokeStyle = css('gold');
    context.lineWidth = 2;
    context.beginPath();
    context.arc(cursor.x * unit, cursor.y * unit, cursor.down ? 1.4 * unit : 2 * unit, 0, 7);
    context.moveTo((cursor.x - 3) * unit, cursor.y * unit);
    context.lineTo((cursor.x + 3) * unit, cursor.y * unit);
    context.moveTo(cursor.x * unit, (cursor.y - 3) * unit);
    context.lineTo(cursor.x * unit, (cursor.y + 3) * unit);
    context.stroke();
  }
}

/** @param {PointerEvent} event @returns {[number, number]} */
function place(event) {
  const area = canvas.getBoundingClientRect();
  return [(event.clientX - area.left) / area.width * side, (event.clientY - area.top) / area.height * side];
}

/** @type {number | null} */ let pointer = null;
canvas.addEventListener('pointerdown', event => {
  if (event.button !== 0 || pointer !== null || document.body.dataset.gone === 'true') return;
  event.preventDefault();
  canvas.focus({ focusVisible: false });
  cursor.seen = false;
  pointer = event.pointerId;
  canvas.setPointerCapture(pointer);
  begin(...place(event));
});
canvas.addEventListener('pointermove', event => {
  if (event.pointerId !== pointer) return;
  const all = event.getCoalescedEvents?.() ?? [];
  for (const one of all.length > 0 ? all : [event]) go(...place(one));
});
const lift = event => { if (event.pointerId === pointer) pointer = null; };
canvas.addEventListener('pointerup', lift);
canvas.addEventListener('pointercancel', lift);
byId('clear').addEventListener('click', clear);

/** Test images are taken in order, those read wrong in their own. */
let next = { any: 0, wrong: 0 };
/** @param {'any' | 'wrong'} kind */
async function take(kind) {
  const say = byId('draw-source');
  try {
    const wrong = kind === 'wrong';
    let { examples } = await api.examples(state.session.id, next[kind], 1, wrong);
    if (examples.length === 0 && next[kind] > 0) ({ examples } = await api.examples(state.session.id, 0, 1, wrong));
    if (examples.length === 0) {
      say.textContent = wrong ? 'It reads every image of the test set right.' : 'There are no test images.';
      return;
    }
    const [example] = examples;
    next[kind] = example.index + 1;
    strokes = [];
    image = bytes(example.pixels);
    changed();
    say.textContent = `Test image ${(example.index + 1).toLocaleString('en')}: a ${example.label}` + (example.class === example.label ? '.' : `, which it takes for a ${example.class}.`);
  } catch (error) {
    say.textContent = error.message;
  }
}
byId('example').addEventListener('click', () => take('any'));
byId('wrong').addEventListener('click', () => take('wrong'));

on('session', told => {
  if (!told.network) return;
  next = { any: 0, wrong: 0 };
  if (isDigits()) changed();
});
on('theme chosen', repaintDrawing);
on('frame', () => { if (state.chosen) repaintDrawing(); });
new ResizeObserver(repaintDrawing).observe(canvas);
