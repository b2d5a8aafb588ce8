// The output over the plane, painted live, with the points it learns from.
import { byId, emit, isDigits, on, state } from './state.js';
import { repaint } from './frames.js';
import { bitmap, css, diverging, fit } from './colors.js';
import { bytes } from './decode.js';

const canvas = byId('boundary');
/** The whole network's output; the diagram shows it too. */
export const map = bitmap(200, 200);
const single = bitmap(200, 200);
let pinned = false;

/** Paints samples finer than they were taken: the values between are interpolated, not the colours, so that the boundary is a clean line.
 * @param {ReturnType<typeof bitmap>} target @param {Uint8Array} values @param {number} size */
function fill(target, values, size) {
  const colors = diverging(.55, 'zero');
  const side = target.canvas.width;
  const unit = size / side;
  for (let y = 0; y < side; y++) {
    const v = Math.min(size - 1, Math.max(0, (y + .5) * unit - .5));
    const above = Math.min(size - 2, Math.floor(v));
    const down = v - above;
    for (let x = 0; x < side; x++) {
      const u = Math.min(size - 1, Math.max(0, (x + .5) * unit - .5));
      const left = Math.min(size - 2, Math.floor(u));
      const at = above * size + left;
      const top = values[at] + (values[at + 1] - values[at]) * (u - left);
      const below = values[at + size] + (values[at + size + 1] - values[at + size]) * (u - left);
      target.pixels[y * side + x] = colors[Math.round(top + (below - top) * down)];
    }
  }
  target.put();
}

function dirty() {
  if (isDigits() || !state.frame?.boundary) return;
  const { size, values } = state.frame.boundary;
  fill(map, values, size);
  repaint(paint);
}

function paint() {
  const { frame, session, chosen, input } = state;
  if (isDigits() || !frame?.boundary) return;
  const { context, width } = fit(canvas);
  const { low, high } = frame.boundary;
  const hidden = chosen && chosen.layer < session.network.layers.length && frame.neurons[chosen.layer - 1]?.[chosen.index];
  let shown = map;
  if (hidden) {
    const values = bytes(hidden);
    fill(single, values, Math.sqrt(values.length));
    shown = single;
  }
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(shown.canvas, 0, 0, width, width);
  const across = x => (x - low) / (high - low) * width;
  const up = y => (high - y) / (high - low) * width;
  context.strokeStyle = css('ink', .22);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(across(0), 0);
  context.lineTo(across(0), width);
  context.moveTo(0, up(0));
  context.lineTo(width, up(0));
  context.stroke();
  const { train = [], test = [] } = session.points ?? {};
  const radius = Math.max(1.8, Math.min(3.4, 60 / Math.sqrt(train.length)));
  /** Discs of one colour, of one class or of both. */
  const discs = (points, color, radius, label) => {
    context.fillStyle = css(color);
    context.beginPath();
    for (const [x, y, own] of points) {
      if (label !== undefined && own > .5 !== label) continue;
      context.moveTo(across(x) + radius, up(y));
      context.arc(across(x), up(y), radius, 0, 2 * Math.PI);
    }
    context.fill();
  };
  // All rings lie under all points, so that a crowd of them keeps its colour.
  for (const [points, ring] of [[train, 'ring'], [byId('show-test').checked ? test : [], 'ink']]) {
    discs(points, ring, radius + 1);
    discs(points, 'red', radius, false);
    discs(points, 'blue', radius, true);
  }
  if (input?.length === 2) {
    context.strokeStyle = css('ink');
    context.lineWidth = 2;
    context.beginPath();
    context.arc(across(input[0]), up(input[1]), 7, 0, 2 * Math.PI);
    context.stroke();
  }
}

function describe() {
  if (!state.session || isDigits()) return;
  const { input, answer, chosen, session } = state;
  const text = byId('boundary-text');
  if (chosen && chosen.layer < session.network.layers.length) text.textContent = `What neuron ${chosen.index + 1} of layer ${chosen.layer} computes`;
  else if (input?.length === 2 && answer) text.textContent = `x ${input[0].toFixed(2)}, y ${input[1].toFixed(2)}: output ${answer.output[0].toFixed(3)}, class ${answer.class}`;
  else text.textContent = 'Point at the plane to send that point through.';
}

/** @param {number} x @param {number} y */
function send(x, y) {
  state.input = Float32Array.of(x, y);
  emit('input');
}

/** @param {PointerEvent} event */
function point(event) {
  if (!state.frame?.boundary) return;
  const area = canvas.getBoundingClientRect();
  const { low, high } = state.frame.boundary;
  send(low + (event.clientX - area.left) / area.width * (high - low), high - (event.clientY - area.top) / area.height * (high - low));
}

function leave() {
  pinned = false;
  state.input = null;
  emit('input');
}

canvas.addEventListener('pointermove', event => { if (!pinned || event.buttons) point(event); });
canvas.addEventListener('pointerdown', event => { pinned = event.pointerType !== 'mouse' || !pinned; point(event); });
canvas.addEventListener('pointerleave', () => { if (!pinned) leave(); });
canvas.addEventListener('keydown', event => {
  const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (event.key === 'Escape') leave();
  if (!move) return;
  event.preventDefault();
  pinned = true;
  const [x, y] = state.input ?? [0, 0];
  send(x + move[0] * .05, y + move[1] * .05);
});

byId('show-test').addEventListener('change', () => repaint(paint));
on('session', () => { pinned = false; describe(); dirty(); });
on('frame theme', dirty);
on('chosen input', () => { describe(); repaint(paint); });
on('answer', describe);
new ResizeObserver(() => repaint(paint)).observe(canvas);
