// How far the last single step moved each layer.
import { byId, on } from './state.js';

/** @param {number} value */
const text = value => value === 0 ? '0' : value >= .001 ? value.toPrecision(2) : value.toExponential(1);

/** @param {string} name @param {number} value @param {number} most @param {string} kind */
function bar(name, value, most, kind) {
  const label = document.createElement('span');
  label.textContent = name;
  const outer = document.createElement('div');
  outer.className = 'bar ' + kind;
  const inner = document.createElement('i');
  inner.style.setProperty('--share', `${most > 0 ? 100 * value / most : 0}%`);
  outer.append(inner);
  const number = document.createElement('span');
  number.className = 'value';
  number.textContent = text(value);
  return [label, outer, number];
}

on('change', nudges => {
  const most = Math.max(...nudges.flatMap(nudge => [nudge.weights.norm, nudge.bias.norm]));
  byId('nudges').replaceChildren(...nudges.map((nudge, n) => {
    const row = document.createElement('div');
    row.className = 'nudge';
    row.dataset.testid = `nudge-${nudge.layer}`;
    const name = document.createElement('b');
    name.textContent = n === nudges.length - 1 ? 'output layer' : `layer ${nudge.layer}`;
    row.append(name, ...bar('weights', nudge.weights.norm, most, ''), ...bar('biases', nudge.bias.norm, most, 'bias'));
    row.title = `Largest change of a weight ${text(nudge.weights.max)}, mean ${text(nudge.weights.mean)}; of a bias ${text(nudge.bias.max)}, mean ${text(nudge.bias.mean)}`;
    return row;
  }));
  byId('nudges-text').textContent = 'How far one mini-batch moved each layer: the length of the change of all its weights, and of its biases.';
});
on('session', told => {
  if (!told.network) return;
  byId('nudges').replaceChildren();
  byId('nudges-text').textContent = 'Press step to train on one mini-batch and see how far it moves each layer’s weights and biases.';
});
