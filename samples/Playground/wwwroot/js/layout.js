// Where the neurons of the diagram stand.

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** The columns' widths: the input's, each hidden layer's, the output's. @param {number} width @param {number} hidden @param {boolean} digits @returns {number[]} */
export function columns(width, hidden, digits) {
  const first = digits ? clamp(width * .25, 92, 190) : clamp(width * .14, 52, 96);
  const last = digits ? clamp(width * .22, 84, 150) : clamp(width * .2, 64, 150);
  const each = hidden > 0 ? (width - first - last) / hidden : 0;
  return hidden > 0 ? [first, ...Array(hidden).fill(each), last] : [first, width - first];
}

/**
 * @typedef {{index: number, x: number, y: number}} Place
 * @typedef {{places: Place[], size: number, more: number, moreY: number}} Column size: the radius, or half a picture's side. more: how many neurons are not shown.
 * @typedef {{image: {x: number, y: number, size: number} | null, columns: Column[], labels: number}} Layout labels: where the outputs' texts begin.
 */

/** @param {number} width @param {number} height @param {number[]} sizes @param {boolean} digits @returns {Layout} */
export function layout(width, height, sizes, digits) {
  const widths = columns(width, sizes.length - 2, digits);
  const narrow = Math.min(...widths.slice(1, -1), 999);
  /** @type {Column[]} */ const result = [];
  let left = 0;
  let image = null;
  let labels = 0;
  sizes.forEach((count, n) => {
    const isInput = n === 0;
    const isOutput = n === sizes.length - 1;
    let x = left + widths[n] / 2;
    if (isOutput) x = digits ? width - Math.min(widths[n], clamp(width * .22, 84, 150)) + 14 : width - clamp(width * .2, 64, 150) / 2;
    left += widths[n];
    if (isInput && digits) {
      const size = Math.min(widths[0] - 22, height * .5);
      image = { x: 6, y: (height - size) / 2, size };
      result.push({ places: [], size: 0, more: 0, moreY: 0 });
      return;
    }
    if (isOutput) labels = x + 18;
    const least = digits ? 13 : clamp(narrow * .62, 22, 30);
    const fits = Math.max(3, Math.floor((height - 16) / least));
    const shown = count <= fits ? count : fits - 1;
    const pitch = Math.min(digits ? 36 : 68, (height - 16) / (count <= fits ? count : fits));
    const total = pitch * (count <= fits ? count : fits);
    const top = (height - total) / 2 + pitch / 2;
    const places = Array.from({ length: shown }, (_, index) => ({ index, x, y: top + index * pitch }));
    let size = digits ? clamp(pitch * .4, 3.5, 11) : isOutput ? clamp(pitch * .42, 12, 28) : clamp(Math.min(pitch, narrow) * .42, 8, 24);
    if (isInput) size = Math.min(size, widths[0] / 2 - 16);
    result.push({ places, size, more: count - shown, moreY: top + shown * pitch });
  });
  return { image, columns: result, labels };
}
