// Drawing by keyboard: arrows move the pen, Space or Enter puts it down and lifts it, Escape clears.
import { byId } from './state.js';
import { begin, clear, cursor, go, repaintDrawing } from './drawing.js';
import { side } from './preprocess.js';

const canvas = byId('draw');
const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

canvas.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const move = moves[event.key];
  if (move) {
    const distance = event.shiftKey ? 3 : 1;
    cursor.x = Math.min(side - 1, Math.max(1, cursor.x + move[0] * distance));
    cursor.y = Math.min(side - 1, Math.max(1, cursor.y + move[1] * distance));
    if (cursor.down) go(cursor.x, cursor.y);
  } else if (event.key === ' ' || event.key === 'Enter') {
    cursor.down = !cursor.down;
    if (cursor.down) begin(cursor.x, cursor.y);
  } else if (event.key === 'Escape') {
    cursor.down = false;
    clear();
  } else {
    return;
  }
  event.preventDefault();
  cursor.seen = true;
  repaintDrawing();
});
canvas.addEventListener('focus', () => { cursor.seen = canvas.matches(':focus-visible'); repaintDrawing(); });
canvas.addEventListener('blur', () => { cursor.seen = false; cursor.down = false; repaintDrawing(); });
