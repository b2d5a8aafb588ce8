// The pictures of what the first layer's neurons look for.
import { byId, choose, isDigits, on, state } from './state.js';
import { repaint } from './frames.js';
import { bitmap, diverging } from './colors.js';
import { side } from './preprocess.js';

const list = byId('weights');
const large = byId('weight-large');
const picture = bitmap(side, side);

/** The weights shown: those that are, or how the last step changed them. */
const layer = () => state.lines === 'change' && state.change ? state.change[0] : state.frame?.weights[0];

/** The largest of a neuron's weights, of 127. @param {any} weights @param {number} neuron */
function largest({ shape: [inputs, outputs], values }, neuron) {
  let result = 1;
  for (let n = 0; n < inputs; n++) result = Math.max(result, Math.abs(values[n * outputs + neuron]));
  return result;
}

/** @param {CanvasRenderingContext2D} context @param {any} weights @param {number} neuron */
function paintNeuron(context, weights, neuron) {
  const { shape: [inputs, outputs], values } = weights;
  const colors = diverging(1, 'zero');
  const scale = 127.5 / largest(weights, neuron);
  for (let n = 0; n < inputs; n++) picture.pixels[n] = colors[Math.round(127.5 + values[n * outputs + neuron] * scale)] ?? colors[255];
  picture.put();
  context.drawImage(picture.canvas, 0, 0);
}

/** The pixels that the chosen neuron of the first layer looks at most. @returns {{pixel: number, share: number}[]} */
export function strongest() {
  const weights = layer();
  if (!weights || !isDigits() || state.chosen?.layer !== 1) return [];
  const { shape: [inputs, outputs], values } = weights;
  const neuron = state.chosen.index;
  const most = largest(weights, neuron);
  return Array.from({ length: inputs }, (_, pixel) => ({ pixel, share: values[pixel * outputs + neuron] / most }))
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share)).slice(0, 60);
}

function make() {
  const count = isDigits() ? state.session.network.layers[0].outputs : 0;
  const name = n => state.session.network.layers.length === 1 ? `output ${n}` : `neuron ${n + 1}`;
  list.replaceChildren(...Array.from({ length: count }, (_, n) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', `Weights of ${name(n)} of the first layer`);
    button.setAttribute('aria-pressed', 'false');
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    button.append(canvas);
    const pick = () => { seen = n; choose({ layer: 1, index: n }); };
    button.addEventListener('pointerenter', pick);
    button.addEventListener('focus', pick);
    button.addEventListener('click', pick);
    button.addEventListener('pointerleave', () => { if (document.activeElement !== button) choose(null); });
    button.addEventListener('blur', () => choose(null));
    return button;
  }));
}

/** The neuron that stays large when none is chosen. */
let seen = 0;

function paint() {
  const weights = layer();
  if (!weights || !isDigits() || list.children.length !== weights.shape[1]) return;
  if (state.chosen?.layer === 1) seen = state.chosen.index;
  seen = Math.min(seen, list.children.length - 1);
  [...list.children].forEach((button, n) => {
    paintNeuron(button.firstChild.getContext('2d'), weights, n);
    button.setAttribute('aria-pressed', String(state.chosen?.layer === 1 && state.chosen.index === n));
  });
  paintNeuron(large.getContext('2d'), weights, seen);
  const changed = state.lines === 'change';
  byId('weights-note').hidden = changed;
  byId('weights-change').hidden = !changed;
  const bias = state.frame.bias[0][seen];
  const most = largest(weights, seen) / 127 * weights.scale;
  byId('weight-text').textContent = `Neuron ${seen + 1}` + (changed ? `: nudged by up to ${most.toPrecision(2)}` : `: weights to ±${most.toPrecision(2)}, bias ${bias.toFixed(2)}`);
  large.setAttribute('aria-label', `Weights of neuron ${seen + 1} of the first layer as an image of 28 by 28`);
}

const dirty = () => repaint(paint);
on('session', told => { if (told.network) make(); dirty(); });
on('frame chosen lines change theme', dirty);
