// Which session is this tab's: made, found again after a reload, never shared with a duplicate of the tab.
import { api, ApiError } from './api.js';
import { byId, emit, on, state } from './state.js';
import { accept, forget } from './frames.js';
import { listen } from './events.js';

const idKey = 'compilednet-session';
const specKey = 'compilednet-spec';
/** @type {(() => void) | null} */ let release = null;
let making = false;

/** Has the session's id for this tab alone; false when another tab has it. @param {string} id @returns {Promise<boolean>} */
async function claim(id) {
  if (!navigator.locks) return true;
  for (let attempt = 0; attempt < 6; attempt++) {
    // After a reload, the page before may hold it for a moment yet.
    if (attempt > 0) await new Promise(done => setTimeout(done, 60));
    const held = await new Promise(answer => {
      navigator.locks.request('compilednet-' + id, { ifAvailable: true }, lock => {
        answer(lock !== null);
        return lock === null ? undefined : new Promise(done => { release?.(); release = () => done(undefined); });
      });
    });
    if (held) return true;
  }
  return false;
}

/** What was changed while it ran belongs to what is asked for next. @param {any} session */
function settled(session) {
  const { optimizer, learningRate, batchSize } = session.settings;
  Object.assign(session.spec, { optimizer, learningRate, batchSize });
  return session;
}

/** @param {any} session As the server describes it. */
export function open(session) {
  settled(session);
  const known = state.session;
  const sameNetwork = known && known.id === session.id && known.network.hash === session.network.hash && known.spec.problem === session.spec.problem;
  // The stream's description is without the points.
  session.points ??= sameNetwork ? known.points : undefined;
  state.session = session;
  if (!sameNetwork) {
    state.chosen = null;
    forget();
  }
  sessionStorage.setItem(idKey, session.id);
  sessionStorage.setItem(specKey, JSON.stringify(session.spec));
  document.body.dataset.session = session.id;
  state.change = null;
  if (state.lines === 'change') state.lines = 'weights';
  emit('session', { network: !sameNetwork });
  emit('lines');
  accept(session.frame);
  emit('running');
}

/** How many images a digits network has seen when the page opens, so that it can read at once. */
const imagesAtStart = 200_000;

/** How often it goes over the data for that. */
export const epochsAtStart = () => {
  const images = state.catalog.problems.find(known => known.id === 'digits').defaults.trainCount;
  return Math.min(state.catalog.limits.epochsAtStart ?? 20, Math.max(1, Math.round(imagesAtStart / images)));
};

/** What a problem begins with. @param {any} problem Of the catalog. */
export const opening = problem => problem.id === 'digits' ? { ...problem.defaults, epochsAtStart: problem.defaults.epochsAtStart || epochsAtStart() } : problem.defaults;

/** Makes a session of its own for this tab. @param {any} spec */
async function create(spec) {
  if (making) return;
  making = true;
  busy(true);
  try {
    const session = await api.create(spec);
    await claim(session.id);
    open(session);
    listen();
    emit('back');
  } finally {
    making = false;
    busy(false);
  }
}

/** @param {boolean} value */
function busy(value) {
  document.getElementById('main')?.setAttribute('aria-busy', String(value));
}

/** What the address asks for, such as `#problem=spiral` or `?spec={...}`; null when nothing. */
function asked() {
  try {
    const wish = new URLSearchParams(location.hash.slice(1) || location.search);
    const spec = wish.has('spec') ? JSON.parse(wish.get('spec') ?? '') : wish.has('problem') ? { problem: wish.get('problem') } : null;
    if (location.hash || location.search) history.replaceState(null, '', location.pathname);
    const problem = state.catalog.problems.find(known => known.id === spec?.problem);
    if (problem) return { ...opening(problem), ...spec };
    if (wish.has('spec') || wish.has('problem')) refused = 'there is no such problem';
  } catch {
    refused = 'it is not JSON';
  }
  return null;
}

/** Why what the address asks for was not done; empty where it was. */
let refused = '';

/** Says so, once there is a network to look at instead. */
function explain() {
  if (refused) byId('settings-error').textContent = `What the link asks for cannot be had: ${refused}`;
  refused = '';
}

/** Keeps the server's word on a wish it will not grant; any other error goes on. @param {unknown} error */
function refuse(error) {
  if (!(error instanceof ApiError) || error.status !== 400) throw error;
  refused = error.message;
}

/** Opens this tab's session, or makes one. */
export async function start() {
  await find(asked());
  explain();
}

/** @param {any} wish What the address asks for, or null. */
async function find(wish) {
  const id = sessionStorage.getItem(idKey);
  if (id && await claim(id)) {
    try {
      const session = await api.get(id);
      open(wish ? await api.put(id, wish).catch(error => { refuse(error); return session; }) : session);
      listen();
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }
  let spec = wish;
  try { spec ??= JSON.parse(sessionStorage.getItem(specKey) ?? 'null'); } catch { /* made anew below */ }
  const defaults = opening(state.catalog.problems[0]);
  try {
    await create(spec ?? defaults);
  } catch (error) {
    if (!spec) throw error;
    refuse(error);
    await create(defaults);
  }
}

/** The spec asked for last, until it runs. @type {any} */
export let wanted = null;
/** The count of changes asked for: only the last one's answer is shown. */
let asking = 0;
/** @type {Promise<void> | null} */ let underWay = null;

/** Another network in the same session. @param {any} spec @returns {Promise<boolean>} False when a later change overtook this one. */
export async function change(spec) {
  const number = ++asking;
  wanted = spec;
  emit('asked');
  const wasRunning = state.frame?.running && spec.problem === state.session.spec.problem;
  busy(true);
  try {
    // One at a time: otherwise a network that takes long to train would replace the one asked for after it.
    while (underWay) await underWay;
    if (number !== asking) return false;
    const answer = api.put(state.session.id, spec);
    underWay = answer.then(() => { underWay = null; }, () => { underWay = null; });
    const session = await answer;
    if (number !== asking) return false;
    open(session);
    if (wasRunning && !session.running) await api.play(session.id);
    return true;
  } finally {
    if (number === asking) {
      wanted = null;
      busy(false);
      emit('asked');
    }
  }
}

on('opened', session => { open(session); listen(); });
on('lost', async () => {
  if (!state.session) return;
  try {
    await create({ ...state.session.spec });
  } catch (error) {
    // Too many sessions, say: told, and tried again. Without any answer the stream's retry goes on.
    if (error.status > 0) setTimeout(() => emit('gone', error), 2000);
  }
});
on('told', session => {
  if (wanted || making) return; // the answer to our own change comes
  settled(session);
  const plane = session.spec.problem !== 'digits';
  const changed = session.network.hash !== state.session.network.hash || JSON.stringify(session.spec) !== JSON.stringify(state.session.spec);
  if (!changed) return;
  if (plane) void api.get(session.id).then(open).catch(() => { /* told by the banner */ });
  else open(session);
});
