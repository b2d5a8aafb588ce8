// The tabs of the problems, and what is chosen of the data.
import { byId, isDigits, on, state } from './state.js';
import { change, epochsAtStart, opening } from './session.js';
import { apply, cancel } from './editor.js';

/** What was chosen last for each problem, so that one finds it again. @type {Map<string, any>} */
const chosen = new Map();

on('catalog', () => {
  byId('data-text').textContent = 'Data: ' + state.catalog.data;
  byId('problems').replaceChildren(...state.catalog.problems.map(problem => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = problem.id[0].toUpperCase() + problem.id.slice(1);
    button.dataset.problem = problem.id;
    button.dataset.testid = 'problem-' + problem.id;
    button.title = `${problem.name}: ${problem.description}`;
    button.addEventListener('click', () => select(problem));
    return button;
  }));
});

/** The problem asked for last, while it is made. @type {string | null} */
let target = null;

/** @param {any} problem */
async function select(problem) {
  if ((target ?? state.session.spec.problem) === problem.id) return;
  target = problem.id;
  const spec = cancel() ?? state.session.spec;
  chosen.set(spec.problem, { ...spec, epochsAtStart: spec.problem === 'digits' ? epochsAtStart() : 0 });
  mark(problem.id);
  try {
    await change(chosen.get(problem.id) ?? opening(problem));
  } catch (error) {
    byId('settings-error').textContent = error.message;
    mark(state.session.spec.problem);
  } finally {
    if (target === problem.id) target = null;
  }
}

/** @param {string} id */
function mark(id) {
  for (const button of byId('problems').children) button.setAttribute('aria-current', String(button.dataset.problem === id));
}

/** The count of training examples goes by a logarithmic slider. */
const most = () => state.catalog.problems.find(problem => problem.id === state.session.spec.problem).mostExamples;
const round = count => { const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1); return Math.min(most(), Math.round(count / unit) * unit); };
const countOf = share => round(10 * (most() / 10) ** share);

on('session', () => {
  const { spec } = state.session;
  mark(spec.problem);
  byId('main').dataset.problem = isDigits() ? 'digits' : 'plane';
  byId('data-title').textContent = isDigits() ? 'Draw a digit' : 'Data';
  byId('problem-text').textContent = state.catalog.problems.find(problem => problem.id === spec.problem)?.description ?? '';
  const count = spec.trainCount ?? state.session.trainCount;
  byId('count').value = Math.log(count / 10) / Math.log(most() / 10);
  byId('count-value').textContent = count.toLocaleString('en');
  byId('noise').value = spec.noise ?? 0;
  byId('noise-value').textContent = `${Math.round(100 * (spec.noise ?? 0))}%`;
});

byId('count').addEventListener('input', () => {
  const count = countOf(Number(byId('count').value));
  byId('count-value').textContent = count.toLocaleString('en');
  byId('count').setAttribute('aria-valuetext', count.toLocaleString('en'));
  apply({ trainCount: count });
});
byId('noise').addEventListener('input', () => {
  byId('noise-value').textContent = `${Math.round(100 * byId('noise').value)}%`;
  apply({ noise: Number(byId('noise').value) });
});
