// The network as columns of neurons and lines between them, on one canvas.
import { byId, choose, isDigits, on, sizes, state } from './state.js';
import { repaint } from './frames.js';
import { bitmap, blend, css, diverging, fit, greys } from './colors.js';
import { layout } from './layout.js';
import { paintLinks } from './links.js';
import { side } from './preprocess.js';
import { bytes } from './decode.js';
import { map as boundaryMap } from './boundary.js';

const canvas = byId('diagram');
const picture = bitmap(side, side);
const mapSide = 20;
/** @type {{canvas: HTMLCanvasElement, pixels: Uint32Array, put: () => void}[]} The hidden neurons' maps, one picture above the other for each layer. */
let atlases = [];
/** @type {import('./layout.js').Layout | null} */ let plan = null;

const dirty = () => repaint(paint);

/** How full a neuron is drawn: -1 to 1. @param {number} layer */
function filling(layer) {
  const values = state.answer?.layers[layer - 1];
  if (!values) return null;
  const bounded = /Sigmoid|Tanh|Softmax/.test(state.session.network.layers[layer - 1].activation);
  const largest = bounded ? 1 : Math.max(1e-6, ...values.map(Math.abs));
  return values.map(value => Math.max(-1, Math.min(1, value / largest)));
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** @param {CanvasRenderingContext2D} context @param {number} layer */
function paintCircles(context, layer) {
  const column = plan.columns[layer];
  const values = filling(layer);
  const isOutput = layer === plan.columns.length - 1;
  for (const { index, x, y } of column.places) {
    const value = values?.[index] ?? 0;
    const isChosen = state.chosen?.layer === layer && state.chosen.index === index;
    const wins = isOutput && state.answer?.class === index;
    circle(context, x, y, column.size);
    context.fillStyle = `rgb(${blend('neuron', value < 0 ? 'red' : wins ? 'gold' : 'neuron-full', Math.abs(value)).join(' ')})`;
    context.fill();
    context.lineWidth = isChosen || wins ? 2.4 : 1.1;
    context.strokeStyle = css(isChosen || wins ? 'gold' : 'edge');
    context.stroke();
  }
}

/** The ten digits, each with a bar of its output. @param {CanvasRenderingContext2D} context @param {number} width */
function paintOutputs(context, width) {
  const layer = plan.columns.length - 1;
  const values = filling(layer);
  const left = plan.labels + 16;
  const room = width - left - 36;
  context.textBaseline = 'middle';
  for (const { index, y } of plan.columns[layer].places) {
    const wins = state.answer?.class === index;
    const value = Math.max(0, values?.[index] ?? 0);
    context.font = `${wins ? 700 : 400} 14px system-ui, sans-serif`;
    context.fillStyle = css(wins ? 'gold' : 'ink');
    context.fillText(String(index), plan.labels, y);
    if (!values) continue;
    context.fillStyle = css('line');
    context.fillRect(left, y - 3, room, 6);
    context.fillStyle = css(wins ? 'gold' : 'soft');
    context.fillRect(left, y - 3, room * value, 6);
    context.font = '11px system-ui, sans-serif';
    context.fillStyle = css(wins ? 'ink' : 'soft');
    context.fillText(state.answer.output[index].toFixed(2), left + room + 6, y);
  }
}

/** What the network sees. @param {CanvasRenderingContext2D} context */
function paintImage(context) {
  const { x, y, size } = plan.image;
  const levels = greys();
  for (let n = 0; n < side * side; n++) picture.pixels[n] = levels[Math.round(255 * (state.input?.[n] ?? 0))];
  picture.put();
  context.imageSmoothingEnabled = false;
  context.drawImage(picture.canvas, x, y, size, size);
  context.strokeStyle = css('edge');
  context.lineWidth = 1;
  context.strokeRect(x - .5, y - .5, size + 1, size + 1);
  context.fillStyle = css('soft');
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'top';
  context.textAlign = 'center';
  context.fillText(size < 100 ? '28 × 28' : '28 × 28 pixels', x + size / 2, y + size + 8);
  context.textAlign = 'start';
}

/** The maps of the neurons shown, from the frame. */
function paintAtlases() {
  const maps = state.frame.neurons;
  const colors = diverging(.85, 'zero');
  plan.columns.slice(1, -1).forEach((column, n) => {
    const count = column.places.length;
    if (atlases[n]?.canvas.height !== count * mapSide) atlases[n] = bitmap(mapSide, count * mapSide);
    const { pixels, put } = atlases[n];
    column.places.forEach(({ index }, at) => {
      const values = bytes(maps[n][index]);
      for (let k = 0; k < values.length; k++) pixels[at * mapSide * mapSide + k] = colors[values[k]];
    });
    put();
  });
}

/** Pictures of what each neuron computes over the plane. @param {CanvasRenderingContext2D} context @param {number} layer */
function paintMaps(context, layer) {
  const { places, size } = plan.columns[layer];
  const last = plan.columns.length - 1;
  const { low, high } = state.frame.boundary;
  context.imageSmoothingEnabled = true;
  places.forEach(({ index, x, y }, at) => {
    context.save();
    context.beginPath();
    context.roundRect(x - size, y - size, 2 * size, 2 * size, places.length < 14 ? Math.min(5, size / 3) : 0);
    context.save();
    // Clipping to round corners costs more than all else where the pictures are many, and is not seen where they are small.
    if (places.length < 14) context.clip();
    if (layer === 0) {
      const slope = index === 0 ? context.createLinearGradient(x - size, 0, x + size, 0) : context.createLinearGradient(0, y + size, 0, y - size);
      slope.addColorStop(0, css('red', .85));
      slope.addColorStop(.5, css('zero'));
      slope.addColorStop(1, css('blue', .85));
      context.fillStyle = css('zero');
      context.fill();
      context.fillStyle = slope;
      context.fill();
    } else if (layer === last) {
      context.drawImage(boundaryMap.canvas, x - size, y - size, 2 * size, 2 * size);
    } else {
      context.drawImage(atlases[layer - 1].canvas, 0, at * mapSide, mapSide, mapSide, x - size, y - size, 2 * size, 2 * size);
    }
    context.restore();
    const isChosen = state.chosen?.layer === layer && state.chosen.index === index;
    context.lineWidth = isChosen ? 2.6 : 1;
    context.strokeStyle = css(isChosen ? 'gold' : 'edge');
    context.stroke();
    if (state.input) {
      circle(context, x + size * (2 * (state.input[0] - low) / (high - low) - 1), y - size * (2 * (state.input[1] - low) / (high - low) - 1), 2.2);
      context.fillStyle = css('ink');
      context.fill();
    }
    context.restore();
  });
  if (layer === 0) {
    context.fillStyle = css('ink');
    context.font = 'italic 15px Georgia, serif';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const { index, x, y } of places) context.fillText(index === 0 ? 'x' : 'y', x - size - 5, y);
    context.textAlign = 'start';
  }
}

function paint() {
  if (!state.frame || !state.session) return;
  const all = sizes();
  if (state.frame.weights.length !== all.length - 1 || !isDigits() && !state.frame.neurons) return;
  const { context, width, height } = fit(canvas);
  if (width === 0) return;
  plan = layout(width, height, all, isDigits());
  if (isDigits()) paintImage(context);
  paintLinks(context, plan);
  if (isDigits()) {
    for (let layer = 1; layer < all.length; layer++) paintCircles(context, layer);
    paintOutputs(context, width);
  } else {
    paintAtlases();
    for (let layer = 0; layer < all.length; layer++) paintMaps(context, layer);
  }
  context.fillStyle = css('soft');
  context.font = '12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  plan.columns.forEach(({ places, more, moreY }) => {
    if (more > 0) context.fillText(plan.columns.length > 5 ? `+${more}` : `+${more} more`, places[0].x, moreY);
  });
  context.textAlign = 'start';
}

/** @param {PointerEvent} event @returns {import('./state.js').Neuron | null} */
function under(event) {
  if (!plan) return null;
  const area = canvas.getBoundingClientRect();
  const [px, py] = [event.clientX - area.left, event.clientY - area.top];
  for (let layer = 1; layer < plan.columns.length; layer++) {
    const { places, size } = plan.columns[layer];
    for (const { index, x, y } of places) if (Math.hypot(px - x, py - y) <= Math.max(8, size * 1.3)) return { layer, index };
  }
  return null;
}

canvas.addEventListener('pointermove', event => choose(under(event)));
canvas.addEventListener('pointerdown', event => choose(under(event)));
canvas.addEventListener('pointerleave', () => choose(null));
canvas.addEventListener('blur', () => choose(null));
canvas.addEventListener('keydown', event => {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === 'Escape') choose(null);
  if (!steps[event.key] || !plan) return;
  event.preventDefault();
  const [across, down] = state.chosen ? steps[event.key] : [0, 0];
  const layer = Math.min(plan.columns.length - 1, Math.max(1, (state.chosen?.layer ?? 1) + across));
  const index = Math.min(plan.columns[layer].places.length - 1, Math.max(0, (state.chosen?.index ?? 0) + down));
  choose({ layer, index });
});

/** What the chosen neuron is, in words; without one, what the lines mean. */
function describe() {
  const { chosen, frame, session, answer, lines } = state;
  if (!session) return;
  const text = byId('diagram-text');
  if (!chosen || !frame) {
    text.textContent = {
      weights: 'Lines are weights: blue positive, red negative, wide where large.',
      active: 'Lines are what flows: weight times activation, the strongest of each layer.',
      change: 'Lines are the last step’s nudges: blue raised a weight, red lowered it.',
    }[lines];
    return;
  }
  const last = chosen.layer === session.network.layers.length;
  const name = last ? (isDigits() ? `Output ${chosen.index}` : 'Output') : `Layer ${chosen.layer}, neuron ${chosen.index + 1}`;
  const parts = [`${name}: ${session.network.layers[chosen.layer - 1].activation}`, `bias ${frame.bias[chosen.layer - 1][chosen.index].toFixed(2)}`];
  if (answer) parts.push(`activation ${answer.layers[chosen.layer - 1][chosen.index].toFixed(3)}`);
  text.textContent = parts.join(', ');
}

let named = 0;
/** The alternative text: not at every frame. */
function name() {
  if (performance.now() - named < 1000 && state.frame?.running) return;
  named = performance.now();
  const { network } = state.session;
  const layers = network.layers.map(layer => `${layer.outputs} ${layer.activation}`).join(', ');
  canvas.setAttribute('aria-label', `Diagram of the network: ${network.inputs} inputs, then layers of ${layers}; ${network.parameterCount} weights and biases.`);
}

on('session', () => { name(); describe(); dirty(); });
let described = 0;
on('frame', () => {
  dirty();
  // Read out by screen readers: once a second is enough.
  if (!state.chosen || state.frame.running && performance.now() - described < 1000) return;
  described = performance.now();
  describe();
});
on('answer chosen lines', () => { describe(); dirty(); });
on('input change theme', dirty);
new ResizeObserver(dirty).observe(canvas);
