// The course of cost and accuracy: bounded, thinned where it grows long, kept over a reload.
import { on, state } from './state.js';

const most = 600;
const key = 'compilednet-history';

/** @typedef {{step: number, train: number, test: number, trainRight: number, testRight: number}} Moment */
/** @type {Moment[]} */ export let moments = [];
/** Steps between two moments. */
let every = 0;

try {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  if (kept?.session === sessionStorage.getItem('compilednet-session')) ({ moments, every } = kept);
} catch { /* begun anew */ }

addEventListener('pagehide', () => {
  try { sessionStorage.setItem(key, JSON.stringify({ session: state.session?.id, hash: state.session?.network.hash, moments, every })); } catch { /* not kept */ }
});

function begin() {
  moments = [];
  every = 0;
}

on('session', told => {
  // A network found again after a reload goes on where it was; any other begins.
  if (told.network && (moments.at(-1)?.step ?? Infinity) > state.session.frame.step) begin();
});
on('reset', begin);
on('frame', () => {
  const { frame } = state;
  const last = moments.at(-1);
  if (last && frame.step < last.step) begin();
  const moment = { step: frame.step, train: frame.trainLoss ?? frame.loss, test: frame.testLoss, trainRight: frame.trainAccuracy, testRight: frame.testAccuracy };
  if (last && frame.step === last.step) moments.pop();
  // Between two evaluations there is nothing new: a line from one to the next, not stairs.
  else if (last && (frame.step - last.step < every || last.train === moment.train && last.test === moment.test)) return;
  moments.push(moment);
  if (moments.length <= most) return;
  moments = moments.filter((_, n) => n % 2 === 0 || n === moments.length - 1);
  every = Math.max(1, (moments.at(-1).step - moments[0].step) / moments.length);
});
