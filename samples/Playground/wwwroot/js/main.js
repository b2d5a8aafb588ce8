// Puts the page together.
import { api } from './api.js';
import { byId, emit, state } from './state.js';
import { start } from './session.js';
import './banner.js';
import './problems.js';
import './transport.js';
import './editor.js';
import './drawing.js';
import './keyboard.js';
import './lines.js';
import './answer.js';
import './activations.js';
import './diagram.js';
import './boundary.js';
import './scores.js';
import './charts.js';
import './weights.js';
import './nudges.js';
import './code.js';
import './table.js';

// Until there is a network, there is nothing to be done to it.
const controls = ['problems', 'transport', 'main'].map(byId);
for (const part of controls) part.inert = true;

addEventListener('themechange', () => emit('theme'));

for (let wait = 300; ; wait = Math.min(2000, wait * 1.5)) {
  try {
    state.catalog ??= await api.catalog();
    emit('catalog');
    await start();
    emit('back');
    break;
  } catch (error) {
    emit('gone', error);
    await new Promise(done => setTimeout(done, wait));
  }
}
for (const part of controls) part.inert = false;
document.body.dataset.ready = 'true';
