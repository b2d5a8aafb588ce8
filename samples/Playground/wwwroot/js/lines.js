// What the lines of the diagram show: weights; while something is drawn, what flows; after a single step, what it changed.
import { on, showLines, state } from './state.js';

let own = false;
const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="lines"]'));

for (const radio of radios) {
  radio.addEventListener('change', () => {
    own = true;
    showLines(/** @type {any} */ (radio.value));
  });
}

function mark() {
  for (const radio of radios) {
    radio.checked = radio.value === state.lines;
    if (radio.value === 'change') radio.disabled = !state.change;
    if (radio.value === 'active') radio.disabled = !state.answer;
  }
}

on('lines change', mark);
on('answer', () => {
  if (!state.answer) {
    own = false;
    if (state.lines === 'active') showLines('weights');
  } else if (state.lines === 'weights' && !own) {
    showLines('active');
  }
  mark();
});
