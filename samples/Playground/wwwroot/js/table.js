// The diagram's text alternative: each neuron with its bias, its strongest weights and its activation, made when asked for.
import { byId, isDigits, on, state } from './state.js';

const details = byId('numbers');
let timer = 0;

/** @param {string} tag @param {string[]} texts */
function row(tag, texts) {
  const result = document.createElement('tr');
  result.append(...texts.map(text => {
    const cell = document.createElement(tag);
    cell.textContent = text;
    if (tag === 'th') cell.setAttribute('scope', 'col');
    return cell;
  }));
  return result;
}

/** @param {number} layer @param {number} index */
function source(layer, index) {
  if (layer > 0) return `neuron ${index + 1}`;
  return isDigits() ? `pixel row ${Math.floor(index / 28) + 1}, column ${index % 28 + 1}` : index === 0 ? 'x' : 'y';
}

function make() {
  const { session, frame, answer } = state;
  if (!details.open || !session || !frame) return;
  const rows = [row('th', ['Layer', 'Neuron', 'Activation function', 'Bias', 'Largest weights', 'Activation'])];
  frame.weights.forEach(({ shape: [inputs, outputs], scale, values }, layer) => {
    const last = layer === frame.weights.length - 1;
    for (let neuron = 0; neuron < outputs; neuron++) {
      const strongest = Array.from({ length: inputs }, (_, n) => [n, values[n * outputs + neuron] / 127 * scale])
        .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 3).map(([n, weight]) => `${source(layer, n)} ${weight.toFixed(2)}`).join('; ');
      rows.push(row('td', [last ? 'output' : String(layer + 1), last && isDigits() ? `digit ${neuron}` : String(neuron + 1), session.network.layers[layer].activation,
        frame.bias[layer][neuron].toFixed(3), strongest, answer?.layers[layer]?.[neuron]?.toFixed(3) ?? '–']));
    }
  });
  byId('table').replaceChildren(...rows);
}

details.addEventListener('toggle', make);
on('session answer frame', () => {
  if (!details.open || timer) return;
  timer = setTimeout(() => { timer = 0; make(); }, 1000);
});
