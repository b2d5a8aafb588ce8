// From the text of a frame to arrays.

/** @param {string} text Base64. @returns {Uint8Array} */
export function bytes(text) {
  if ('fromBase64' in Uint8Array) return /** @type {any} */ (Uint8Array).fromBase64(text);
  const binary = atob(text);
  const result = new Uint8Array(binary.length);
  for (let n = 0; n < result.length; n++) result[n] = binary.charCodeAt(n);
  return result;
}

/** @param {string} text @returns {Int8Array} */
const signed = text => new Int8Array(bytes(text).buffer);

/** Weights of a frame: decoded in place, once. @param {any} frame */
export function decodeFrame(frame) {
  for (const layer of frame.weights) layer.values ??= signed(layer.data);
  if (frame.boundary) frame.boundary.values ??= bytes(frame.boundary.data);
  return frame;
}

/** A layer's change by one step: float32, or int8 with a scale. @param {any} delta @param {[number, number]} shape */
export function decodeDelta(delta, shape) {
  if (typeof delta !== 'string') return { shape, scale: delta.scale, values: signed(delta.data) };
  const raw = bytes(delta);
  const floats = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  let scale = 0;
  for (const value of floats) scale = Math.max(scale, Math.abs(value));
  return { shape, scale, values: Int8Array.from(floats, value => scale > 0 ? Math.round(127 * value / scale) : 0) };
}
