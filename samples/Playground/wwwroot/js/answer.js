// Which digit it reads, and how sure it is.
import { byId, isDigits, on, state } from './state.js';

let timer = 0;
let said = '';

on('answer session', () => {
  if (!isDigits()) return;
  const { answer } = state;
  const output = byId('answer');
  if (!answer) {
    output.textContent = '?';
    output.dataset.digit = '';
    byId('answer-text').textContent = 'nothing drawn yet';
    clearTimeout(timer);
    said = byId('answer-live').textContent = '';
    return;
  }
  const order = [...answer.output.keys()].sort((a, b) => answer.output[b] - answer.output[a]);
  output.textContent = String(answer.class);
  output.dataset.digit = String(answer.class);
  const text = `output ${answer.output[order[0]].toFixed(2)}; next a ${order[1]} with ${answer.output[order[1]].toFixed(2)}`;
  byId('answer-text').textContent = text;
  // Read out when the drawing rests, and only another answer.
  clearTimeout(timer);
  timer = setTimeout(() => {
    const sentence = `It reads a ${answer.class}.`;
    if (sentence !== said) byId('answer-live').textContent = said = sentence;
  }, 700);
});
