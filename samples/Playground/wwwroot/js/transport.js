// Play, pause, step, reset; the settings that may change while it runs.
import { api } from './api.js';
import { byId, emit, on, showLines, state } from './state.js';
import { accept } from './frames.js';
import { open } from './session.js';
import { decodeDelta } from './decode.js';

const error = byId('settings-error');
const rate = byId('learning-rate');
const slider = byId('learning-rate-slider');

/** Says what went wrong, in the server's words. @param {() => Promise<any>} action */
async function saying(action) {
  error.textContent = '';
  for (const field of [rate, byId('batch'), byId('seed')]) field.removeAttribute('aria-invalid');
  try {
    await action();
    return true;
  } catch (problem) {
    error.textContent = problem.message;
    return false;
  }
}

/** @param {boolean} running */
function mark(running) {
  document.body.dataset.running = String(running);
  const play = byId('play');
  play.setAttribute('aria-label', running ? 'Pause' : 'Train');
  play.title = running ? 'Pause (Space)' : 'Train (Space)';
}

let failures = 0;
async function toggle() {
  const running = document.body.dataset.running === 'true';
  mark(!running);
  if (!running && state.lines === 'change') showLines('weights');
  const before = failures;
  const done = await saying(async () => {
    const now = (await (running ? api.pause : api.play)(state.session.id)).running;
    if (failures === before) mark(now); // it may fail before the answer is here
  });
  if (!done) mark(running);
}

byId('play').addEventListener('click', toggle);
byId('step').addEventListener('click', () => saying(async () => {
  const result = await api.step(state.session.id, 1);
  mark(false);
  if (!accept(result.frame)) return; // there is another network meanwhile
  state.change = result.deltaWeights.map((delta, n) => decodeDelta(delta, result.frame.weights[n].shape));
  emit('change', result.nudges);
  showLines('change');
}));
byId('reset').addEventListener('click', () => saying(async () => {
  const seed = whole(byId('seed'), 0, 2147483647, 'The seed');
  open(await api.reset(state.session.id, seed));
  emit('reset');
}));

/** Space trains and pauses where it does nothing else. */
addEventListener('keydown', event => {
  if (event.key !== ' ' || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest('input, select, textarea, button, summary, a, [role="application"], pre')) return;
  event.preventDefault();
  if (state.session && !byId('play').disabled) void toggle();
});

/** @param {any} field @param {number} low @param {number} high @param {string} name */
function whole(field, low, high, name) {
  const value = Number(field.value);
  if (field.value !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
  field.setAttribute('aria-invalid', 'true');
  throw new Error(`${name} is ${field.value || 'not a number'}; expected a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}.`);
}

/** Sends a change; while one is under way, only the newest waits. */
let waiting = /** @type {any} */ (null);
let sending = false;
async function send(change) {
  waiting = { ...waiting, ...change };
  if (sending) return;
  sending = true;
  while (waiting) {
    const now = waiting;
    waiting = null;
    await saying(async () => {
      const { settings } = await api.settings(state.session.id, now);
      state.session.settings = settings;
      Object.assign(state.session.spec, { optimizer: settings.optimizer, learningRate: settings.learningRate, batchSize: settings.batchSize });
      show();
    });
  }
  sending = false;
}

/** Three figures. @param {number} value */
const figures = value => Number(value.toPrecision(3));

slider.addEventListener('input', () => {
  const value = figures(10 ** Number(slider.value));
  rate.value = value;
  slider.setAttribute('aria-valuetext', String(value));
  void send({ learningRate: value });
});
rate.addEventListener('change', () => {
  const value = Number(rate.value);
  if (rate.value === '' || !(value > 0)) {
    error.textContent = `The learning rate is ${rate.value || 'not a number'}; expected more than 0.`;
    rate.setAttribute('aria-invalid', 'true');
    return;
  }
  void send({ learningRate: value });
});
byId('batch').addEventListener('change', () => saying(async () => {
  const batchSize = whole(byId('batch'), 1, state.catalog.limits.batch, 'The batch size');
  await send({ batchSize });
}));
byId('optimizer').addEventListener('change', () => {
  const optimizer = byId('optimizer').value;
  const usual = state.catalog.problems.find(problem => problem.id === state.session.spec.problem)?.defaults;
  const learningRate = usual?.optimizer === optimizer ? usual.learningRate : state.catalog.optimizers.find(known => known.id === optimizer)?.learningRate;
  void send(learningRate ? { optimizer, learningRate } : { optimizer });
});
byId('speed').addEventListener('change', () => {
  const { value } = byId('speed');
  void send({ speed: value === 'full' ? value : Number(value) });
});

function show() {
  const { settings } = state.session;
  const fields = [[rate, figures(settings.learningRate)], [slider, Math.log10(settings.learningRate)], [byId('batch'), settings.batchSize], [byId('optimizer'), settings.optimizer]];
  // What is being typed stays.
  const typed = [rate, byId('batch')];
  for (const [field, value] of fields) if (field !== document.activeElement || !typed.includes(field)) field.value = value;
}

on('catalog', () => {
  byId('batch').max = state.catalog.limits.batch;
  byId('optimizer').replaceChildren(...state.catalog.optimizers.map(known => new Option(known.name, known.id)));
});
/** Whether the page has had a network yet. */
let met = false;
on('session', told => {
  show();
  if (document.activeElement !== byId('seed')) byId('seed').value = state.session.spec.seed;
  if (told.network) {
    error.textContent = '';
    const field = byId('speed');
    const speed = String(state.session.settings.speed ?? 'full');
    // After a reload the server knows how fast it runs; of a network made anew, the page does.
    if (!met && [...field.options].some(option => option.value === speed)) field.value = speed;
    else if (field.value !== speed) void send({ speed: field.value === 'full' ? 'full' : Number(field.value) });
    met = true;
  }
});
on('running', () => mark(state.frame?.running ?? state.session.running));
on('failed', message => {
  failures++;
  error.textContent = message;
  mark(false);
});
