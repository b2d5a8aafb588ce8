// The lines of the diagram: few strokes of many lines, since thousands are drawn for each frame.
import { state } from './state.js';
import { css } from './colors.js';
import { side } from './preprocess.js';

/** @typedef {import('./layout.js').Layout} Layout */

const levels = 8;
/** Lines beyond this many only make grey: the strongest between each two layers remain. */
const mostLinks = 1600;
/** Pixels that each neuron of the first layer has lines to. */
const pixelsEach = 5;

/** @typedef {{ax: number, ay: number, bx: number, by: number, share: number, far: boolean}} Link share: -1 to 1. far: not of the chosen neuron. */

/** @param {Layout} layout @param {number} pixel */
function ofPixel({ image }, pixel) {
  const unit = (image?.size ?? 0) / side;
  return { x: (image?.x ?? 0) + (pixel % side + .5) * unit, y: (image?.y ?? 0) + (Math.floor(pixel / side) + .5) * unit };
}

/** @param {Layout} layout @param {number} layer @param {number} index */
function placeOf(layout, layer, index) {
  if (layer === 0 && layout.image) return ofPixel(layout, index);
  return layout.columns[layer].places[index];
}

/** Whether the chosen neuron has nothing to do with the line. @param {number} layer @param {number} from @param {number} to */
function isFar(layer, from, to) {
  const { chosen } = state;
  return chosen !== null && !(chosen.layer === layer && chosen.index === to) && !(chosen.layer === layer - 1 && chosen.index === from);
}

/** @param {Layout} layout @returns {Link[]} */
function active(layout) {
  /** @type {Link[]} */ const links = [];
  const strongest = new Map();
  const connections = state.answer?.connections ?? [];
  for (const { layer, contribution } of connections) strongest.set(layer, Math.max(strongest.get(layer) ?? 0, Math.abs(contribution)));
  for (const { layer, from, to, contribution } of connections) {
    const a = placeOf(layout, layer - 1, from);
    const b = placeOf(layout, layer, to);
    if (a && b) links.push({ ax: a.x, ay: a.y, bx: b.x, by: b.y, share: contribution / (strongest.get(layer) || 1), far: isFar(layer, from, to) });
  }
  return links;
}

/** The strongest pixels of each shown neuron. @param {Layout} layout @param {any} weights @param {Link[]} links */
function ofPixels(layout, { shape: [inputs, outputs], values }, links) {
  const best = new Int32Array(pixelsEach);
  for (const b of layout.columns[1].places) {
    best.fill(-1);
    for (let pixel = 0; pixel < inputs; pixel++) {
      const size = Math.abs(values[pixel * outputs + b.index]);
      let at = pixelsEach - 1;
      if (best[at] >= 0 && size <= Math.abs(values[best[at] * outputs + b.index])) continue;
      while (at > 0 && (best[at - 1] < 0 || size > Math.abs(values[best[at - 1] * outputs + b.index]))) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = pixel;
    }
    for (const pixel of best) {
      if (pixel < 0 || Math.abs(values[pixel * outputs + b.index]) < 4) continue;
      const a = ofPixel(layout, pixel);
      links.push({ ax: a.x, ay: a.y, bx: b.x, by: b.y, share: .6 * values[pixel * outputs + b.index] / 127, far: isFar(1, pixel, b.index) });
    }
  }
}

/** @param {Layout} layout @param {any[]} all @returns {Link[]} */
function ofWeights(layout, all) {
  /** @type {Link[]} */ const links = [];
  all.forEach((weights, n) => {
    if (n === 0 && layout.image) {
      ofPixels(layout, weights, links);
      return;
    }
    const outputs = weights.shape[1];
    const from = layout.columns[n].places;
    const to = layout.columns[n + 1].places;
    let least = 4;
    const most = Math.ceil(mostLinks / all.length);
    if (from.length * to.length > most) {
      const sizes = [];
      for (const a of from) for (const b of to) sizes.push(Math.abs(weights.values[a.index * outputs + b.index]));
      least = sizes.sort((a, b) => b - a)[most];
    }
    for (const a of from) {
      for (const b of to) {
        const value = weights.values[a.index * outputs + b.index];
        const far = isFar(n + 1, a.index, b.index);
        if (Math.abs(value) >= least || (state.chosen && !far)) links.push({ ax: a.x, ay: a.y, bx: b.x, by: b.y, share: value / 127, far });
      }
    }
  });
  return links;
}

/** @param {CanvasRenderingContext2D} context @param {Layout} layout */
export function paintLinks(context, layout) {
  const { lines, answer, change, frame, chosen } = state;
  const links = lines === 'active' && answer ? active(layout) : ofWeights(layout, lines === 'change' && change ? change : frame.weights);
  /** @type {Link[][]} */ const groups = Array.from({ length: 4 * levels }, () => []);
  for (const link of links) {
    const level = Math.min(levels - 1, Math.floor(Math.abs(link.share) * levels));
    groups[(link.far ? 0 : 2 * levels) + 2 * level + (link.share < 0 ? 1 : 0)].push(link);
  }
  groups.forEach((group, n) => {
    if (group.length === 0) return;
    const far = n < 2 * levels;
    const strength = (Math.floor(n % (2 * levels) / 2) + .5) / levels;
    const opacity = (.1 + .8 * strength) * (far && chosen ? .12 : 1);
    context.strokeStyle = css(n % 2 === 1 ? 'red' : 'blue', opacity);
    context.lineWidth = .5 + 2.6 * strength;
    context.beginPath();
    for (const { ax, ay, bx, by } of group) {
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
    }
    context.stroke();
  });
}
