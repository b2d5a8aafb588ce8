// The counters and the scores as numbers.
import { byId, on, state } from './state.js';

/** @param {number | null | undefined} value */
export const cost = value => value === null || value === undefined || !Number.isFinite(value) ? '–' : value >= 1e6 ? value.toExponential(1) : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value >= .001 ? value.toFixed(4) : value.toExponential(1);
/** @param {number | null | undefined} value */
const percent = value => value === null || value === undefined ? '–' : `${(100 * value).toFixed(1)}%`;

/** Writes only what changed. @param {string} id @param {string} text */
function write(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

on('frame', () => {
  const { frame } = state;
  write('steps', frame.step.toLocaleString('en'));
  write('epoch', frame.epoch < 1000 ? frame.epoch.toFixed(frame.epoch < 10 ? 2 : 1) : Math.round(frame.epoch).toLocaleString('en'));
  write('rate', Math.round(frame.running ? frame.stepsPerSecond : 0).toLocaleString('en'));
  write('cost', cost(frame.trainLoss ?? frame.loss));
  write('test-cost', cost(frame.testLoss));
  write('train-accuracy', percent(frame.trainAccuracy));
  write('accuracy', percent(frame.testAccuracy));
  byId('cost').dataset.value = String(frame.trainLoss ?? frame.loss);
  byId('accuracy').dataset.value = String(frame.testAccuracy);
});
