// The page's colours, from its style sheet to canvases.
import { on } from './state.js';

/** @type {Map<string, [number, number, number]>} */ const known = new Map();
/** @type {Map<string, Uint32Array>} */ const scales = new Map();
const probe = document.createElement('i');
probe.hidden = true;
document.body.append(probe);

on('theme', () => { known.clear(); scales.clear(); });

/** @param {string} name A custom property without its dashes, such as `blue`. @returns {[number, number, number]} */
export function rgb(name) {
  let color = known.get(name);
  if (!color) {
    probe.style.color = `var(--${name})`;
    const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
    color = [r, g, b];
    known.set(name, color);
  }
  return color;
}

/** @param {string} name @param {number} [opacity] */
export const css = (name, opacity = 1) => `rgb(${rgb(name).join(' ')} / ${opacity})`;

/** @param {string} from @param {string} to @param {number} share @returns {[number, number, number]} */
export function blend(from, to, share) {
  const a = rgb(from);
  const b = rgb(to);
  return [0, 1, 2].map(n => Math.round(a[n] + (b[n] - a[n]) * share));
}

/** 256 colours from red by paper's to blue, as pixels of an image. @param {number} strength How much of the full colour the ends have. @param {string} [middle] */
export function diverging(strength, middle = 'card') {
  const key = `${strength} ${middle}`;
  let scale = scales.get(key);
  if (!scale) {
    scale = Uint32Array.from({ length: 256 }, (_, n) => {
      const share = (n - 127.5) / 127.5;
      const [r, g, b] = blend(middle, share < 0 ? 'red' : 'blue', strength * Math.abs(share) ** .85);
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    });
    scales.set(key, scale);
  }
  return scale;
}

/** Grey levels from an empty page to ink. @returns {Uint32Array} */
export function greys() {
  let scale = scales.get('greys');
  if (!scale) {
    scale = Uint32Array.from({ length: 256 }, (_, n) => {
      const [r, g, b] = blend('drawing', 'neuron-full', n / 255);
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    });
    scales.set('greys', scale);
  }
  return scale;
}

/** Makes the canvas as fine as the screen. Gives its size in CSS pixels; drawing is in those. @param {HTMLCanvasElement} canvas */
export function fit(canvas) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** A small image that is painted anew, to be drawn larger. @param {number} width @param {number} height */
export function bitmap(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  return { canvas, pixels, put: () => context.putImageData(image, 0, 0) };
}
