// From what was drawn to what the network sees: made as the images of MNIST were, since it learned from those. The longer side of the
// digit's box becomes 20 of the 28 pixels, the sides keep their ratio, the centre of mass comes to the middle, the pen has always the same width.

export const side = 28;
/** Half the width of the pen, in pixels of the result, and how far its edge fades. */
export const pen = { radius: 1.3, fade: 1 };
const box = 20;

/** @typedef {[number, number][]} Stroke Points in units of a pixel, from 0 to 28 on the drawing. */
/** @typedef {{scale: number, dx: number, dy: number}} Fit From the drawing to the image: scale, then shift. */

/** Draws lines into an image of grey levels from 0 to 1. Each pixel has what the nearest line gives it, so that lines may cross.
 * @param {Stroke[]} strokes @param {Fit} fit @returns {Float32Array} */
export function rasterize(strokes, { scale, dx, dy }) {
  const image = new Float32Array(side * side);
  const reach = pen.radius + pen.fade;
  const line = (ax, ay, bx, by) => {
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
    const right = Math.min(side - 1, Math.ceil(Math.max(ax, bx) + reach));
    const top = Math.max(0, Math.floor(Math.min(ay, by) - reach));
    const bottom = Math.min(side - 1, Math.ceil(Math.max(ay, by) + reach));
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + .5 - ax;
        const py = y + .5 - ay;
        const along = length > 0 ? Math.min(1, Math.max(0, (px * (bx - ax) + py * (by - ay)) / length)) : 0;
        const distance = Math.hypot(px - along * (bx - ax), py - along * (by - ay));
        const level = Math.min(1, Math.max(0, (reach - distance) / (2 * pen.fade)));
        if (level > image[y * side + x]) image[y * side + x] = level;
      }
    }
  };
  for (const stroke of strokes) {
    let [ax, ay] = stroke[0];
    ax = ax * scale + dx;
    ay = ay * scale + dy;
    if (stroke.length === 1) line(ax, ay, ax, ay);
    for (let n = 1; n < stroke.length; n++) {
      const bx = stroke[n][0] * scale + dx;
      const by = stroke[n][1] * scale + dy;
      line(ax, ay, bx, by);
      ax = bx;
      ay = by;
    }
  }
  return image;
}

/** @param {Stroke[]} strokes @returns {{pixels: Float32Array, fit: Fit}} */
export function preprocess(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  // A dot or a first short line is not blown up to the height of a digit.
  const extent = Math.max(right - left, bottom - top, side / 6);
  const scale = (box - 2 * pen.radius) / extent;
  const middle = { scale, dx: side / 2 - scale * (left + right) / 2, dy: side / 2 - scale * (top + bottom) / 2 };
  const image = rasterize(strokes, middle);
  let [mass, mx, my] = [0, 0, 0];
  for (let n = 0; n < image.length; n++) {
    mass += image[n];
    mx += image[n] * (n % side + .5);
    my += image[n] * (Math.floor(n / side) + .5);
  }
  if (mass === 0) return { pixels: image, fit: middle };
  // Not beyond the edge: the box of 20 has 4 pixels of room on each side.
  const room = Math.floor((side - box) / 2);
  const shift = centre => Math.min(room, Math.max(-room, side / 2 - centre / mass));
  const fit = { scale, dx: middle.dx + shift(mx), dy: middle.dy + shift(my) };
  return { pixels: rasterize(strokes, fit), fit };
}
