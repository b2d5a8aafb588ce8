// The layers: how many, how wide, with which activations. What is changed is generated, compiled and loaded a moment later.
import { byId, isDigits, on, state } from './state.js';
import { change, wanted } from './session.js';
import { columns } from './layout.js';

const form = byId('editor');
/** What is asked for, ahead of what runs. @type {any} */ let wish = null;
let timer = 0;

/** Asks for a network with these parts changed: soon, so that several clicks make one. @param {any} parts @param {number} [wait] */
export function apply(parts, wait = 350) {
  wish = { ...(wish ?? structuredClone(wanted ?? state.session.spec)), epochsAtStart: 0, ...parts };
  clearTimeout(timer);
  timer = setTimeout(build, wait);
  byId('build-error').textContent = '';
}

/** Forgets what was asked for and not made yet, and gives it. */
export function cancel() {
  const mine = wish;
  clearTimeout(timer);
  wish = null;
  return mine;
}

async function build() {
  const mine = wish;
  byId('compile').textContent = 'generating and compiling ...';
  try {
    await change(mine);
    if (wish !== mine) return;
    wish = null;
    describe();
    show();
  } catch (error) {
    if (wish !== mine) return;
    byId('build-error').textContent = error.message;
    wish = null;
    describe();
    show();
  }
}

byId('build').addEventListener('click', () => apply({}, 0));
form.addEventListener('submit', event => { event.preventDefault(); apply({}, 0); });

/** @param {string} text @param {string} label @param {string} test @param {() => void} action */
function button(text, label, test, action) {
  const result = document.createElement('button');
  result.type = 'button';
  result.textContent = text;
  result.setAttribute('aria-label', label);
  result.title = label;
  result.dataset.testid = test;
  result.addEventListener('click', action);
  return result;
}

/** @param {string} tag @param {string} name @param {Node[]} children */
function part(tag, name, ...children) {
  const result = document.createElement(tag);
  result.className = name;
  result.append(...children);
  return result;
}

/** What the cards show: what is asked for, here or by a tab, ahead of what runs. */
const asked = () => wish ?? wanted ?? state.session.spec;
const layers = () => structuredClone(asked().hidden);
const limits = () => state.catalog.limits;

/** @param {number} n @param {number} neurons */
function resize(n, neurons) {
  const hidden = layers();
  hidden[n].neurons = neurons;
  if (!Number.isInteger(neurons) || neurons < 1 || neurons > limits().neurons) {
    byId('build-error').textContent = `Hidden layer ${n + 1} has ${Number.isNaN(neurons) ? 'no number of' : neurons} neurons; expected a whole number from 1 to ${limits().neurons}.`;
    show();
    return;
  }
  apply({ hidden });
  show();
}

/** @param {number} n */
function card(n) {
  const number = `Hidden layer ${n + 1}`;
  const input = document.createElement('input');
  Object.assign(input, { type: 'number', min: 1, max: limits().neurons, name: 'neurons' });
  input.setAttribute('aria-label', `${number}: neurons`);
  input.dataset.testid = `neurons-${n + 1}`;
  input.addEventListener('change', () => resize(n, input.value === '' ? NaN : Number(input.value)));
  const less = button('−', `${number}: one neuron less`, `fewer-${n + 1}`, () => resize(n, layers()[n].neurons - 1));
  const more = button('+', `${number}: one neuron more`, `more-${n + 1}`, () => resize(n, layers()[n].neurons + 1));
  less.name = 'less';
  more.name = 'more';
  const select = document.createElement('select');
  select.name = 'activation';
  select.setAttribute('aria-label', `${number}: activation`);
  select.dataset.testid = `activation-${n + 1}`;
  select.append(...state.catalog.activations.map(name => new Option(name, name)));
  select.addEventListener('change', () => { const hidden = layers(); hidden[n].activation = select.value; apply({ hidden }); });
  const result = part('fieldset', 'layer hidden-layer', part('legend', '', new Text(`layer ${n + 1}`)), part('div', 'count', less, input, more), select);
  return result;
}

/** The input's card holds the count of layers. */
function inputCard() {
  const remove = button('−', 'Remove the last hidden layer', 'remove-layer', () => { apply({ hidden: layers().slice(0, -1) }); show(); });
  const add = button('+', 'Add a hidden layer', 'add-layer', () => {
    const hidden = layers();
    const last = hidden.at(-1) ?? { neurons: isDigits() ? 16 : 4, activation: isDigits() ? 'Sigmoid' : 'Tanh' };
    apply({ hidden: [...hidden, { ...last }] });
    show();
  });
  remove.name = 'remove';
  add.name = 'add';
  const count = part('span', 'layers-count');
  count.setAttribute('role', 'status');
  return part('div', 'layer input', part('span', 'name', count), part('div', 'count', remove, add));
}

function outputCard() {
  const select = document.createElement('select');
  select.name = 'output';
  select.setAttribute('aria-label', 'Output layer: activation and cost');
  select.dataset.testid = 'output';
  select.addEventListener('change', () => {
    const [activation, loss] = select.value.split(' ');
    apply({ output: { activation, loss } });
  });
  return part('fieldset', 'layer output-layer', part('legend', '', new Text('output and cost')), select);
}

/** The combinations that fit the count of outputs. */
function outputs() {
  const count = state.catalog.problems.find(problem => problem.id === asked().problem).outputs;
  const list = state.catalog.outputs;
  return list.filter(known => known.outputCounts.includes(count));
}

/** Sets the cards to what is wished; makes them only where their count changed, so that the focus stays. */
function show() {
  const spec = asked();
  if (!form.children.length) form.append(inputCard(), outputCard());
  const cards = () => [...form.querySelectorAll('.hidden-layer')];
  while (cards().length > spec.hidden.length) cards().at(-1)?.remove();
  while (cards().length < spec.hidden.length) form.lastElementChild?.before(card(cards().length));
  cards().forEach((element, n) => {
    const at = /** @type {any} */ (element).elements;
    at.neurons.value = spec.hidden[n].neurons;
    at.activation.value = spec.hidden[n].activation;
    at.activation.title = spec.hidden[n].activation;
    at.less.disabled = spec.hidden[n].neurons <= 1;
    at.more.disabled = spec.hidden[n].neurons >= limits().neurons;
  });
  const { remove, add, output } = /** @type {any} */ (form).elements;
  remove.disabled = spec.hidden.length === 0;
  add.disabled = spec.hidden.length >= limits().layers;
  form.querySelector('.layers-count').textContent = spec.hidden.length === 1 ? '1 layer' : `${spec.hidden.length} layers`;
  const value = `${spec.output.activation} ${spec.output.loss}`;
  const list = outputs();
  if (output.dataset.key !== JSON.stringify(list)) {
    output.dataset.key = JSON.stringify(list);
    output.replaceChildren(...list.map(known => new Option(known.label, `${known.activation} ${known.loss}`)));
  }
  output.value = value;
  output.title = output.selectedOptions[0]?.textContent ?? '';
  place();
}

/** The cards stand above their columns of the diagram. */
function place() {
  if (!state.session) return;
  const hidden = form.querySelectorAll('.hidden-layer').length;
  const widths = columns(form.clientWidth, hidden, isDigits());
  form.classList.toggle('narrow', hidden > 0 && widths[1] < 92);
  form.style.gridTemplateColumns = widths.map(width => `${width}px`).join(' ');
}

/** Whether it was said that nothing was learned yet. */
let fresh = false;
function describe() {
  fresh = (state.frame ?? state.session.frame).step === 0;
  const { network, compile } = state.session;
  byId('net-text').textContent = `${network.parameterCount.toLocaleString('en')} weights and biases`;
  byId('compile').textContent = `Built in ${Math.round(compile.totalMilliseconds)} ms: code generated in ${Math.round(compile.generateMilliseconds)}, `
    + `compiled in ${Math.round(compile.compileMilliseconds)}, loaded in ${Math.round(compile.loadMilliseconds)} ms (${Math.round(compile.bytes / 1024)} KB).`
    + (fresh ? ' Its weights are random yet: press play.' : '');
}

on('session', told => {
  if (wish) return;
  if (told.network) byId('build-error').textContent = '';
  describe();
  show();
});
on('asked', show);
on('frame', () => { if (!wish && fresh !== (state.frame.step === 0)) describe(); });
new ResizeObserver(place).observe(form);
