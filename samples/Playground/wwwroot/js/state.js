// What the page knows, in one place, and who wants to hear of changes.

/** @typedef {{neurons: number, activation: string}} Hidden */
/** @typedef {{problem: string, hidden: Hidden[], output: {activation: string, loss: string}, optimizer: string, learningRate: number, batchSize: number, seed: number, noise?: number, trainCount?: number, epochsAtStart?: number}} Spec */
/** @typedef {{shape: [number, number], scale: number, values: Int8Array}} LayerWeights Weights as [in][out], 127 standing for scale. */
/** @typedef {{layers: number[][], output: number[], class: number, connections: {layer: number, from: number, to: number, weight: number, contribution: number}[]}} Answer */
/** @typedef {{layer: number, index: number}} Neuron layer counts from 1, the first with weights. */

export const state = {
  /** @type {any} */ catalog: null,
  /** @type {any} The session as the server last described it. */ session: null,
  /** @type {any} The newest frame, decoded. */ frame: null,
  /** @type {Float32Array | null} What goes into the network: 784 pixels or a point. */ input: null,
  /** @type {Answer | null} */ answer: null,
  /** @type {Neuron | null} The neuron pointed at. */ chosen: null,
  /** @type {'weights' | 'active' | 'change'} What the lines of the diagram show. */ lines: 'weights',
  /** @type {LayerWeights[] | null} How the last single step changed the weights. */ change: null,
};

/** @type {Map<string, Set<(detail: any) => void>>} */
const listeners = new Map();

/** Hears of changes: session, asked, frame, answer, input, chosen, lines, change, running, gone, back, theme.
 * @param {string} names Separated by blanks. @param {(detail: any) => void} listener */
export function on(names, listener) {
  for (const name of names.split(' ')) {
    if (!listeners.has(name)) listeners.set(name, new Set());
    listeners.get(name)?.add(listener);
  }
}

/** @param {string} name @param {any} [detail] */
export function emit(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}

/** True where pictures of 28x28 go in, false for points of the plane. */
export const isDigits = () => state.session?.spec.problem === 'digits';

/** The sizes of all layers, the input's first. @returns {number[]} */
export const sizes = () => [state.session.network.inputs, ...state.session.network.layers.map(layer => layer.outputs)];

/** @param {Neuron | null} neuron */
export function choose(neuron) {
  if (neuron?.layer === state.chosen?.layer && neuron?.index === state.chosen?.index) return;
  state.chosen = neuron;
  emit('chosen');
}

/** @param {'weights' | 'active' | 'change'} lines */
export function showLines(lines) {
  if (state.lines === lines) return;
  state.lines = lines;
  emit('lines');
}

/** An element of the page that is there. @param {string} id @returns {any} */
export const byId = id => document.getElementById(id);
