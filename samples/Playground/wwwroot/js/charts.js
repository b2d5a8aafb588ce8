// Cost and accuracy over the steps.
import { byId, on } from './state.js';
import { repaint } from './frames.js';
import { css, fit } from './colors.js';
import { moments } from './history.js';
import { cost } from './scores.js';

const left = 42;
const bottom = 18;

/** Round numbers from low to high. @param {number} low @param {number} high @param {number} count */
function ticks(low, high, count) {
  const rough = (high - low) / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5, 10].find(factor => factor * unit >= rough) ?? 10);
  const result = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) result.push(value);
  return result;
}

/** @param {number} value */
const steps = value => value >= 1e6 ? `${+(value / 1e6).toPrecision(3)}M` : value >= 1e4 ? `${+(value / 1e3).toPrecision(3)}k` : value.toLocaleString('en');

/** @param {HTMLCanvasElement} canvas @param {('train' | 'test' | 'trainRight' | 'testRight')[]} names @param {(value: number) => string} text @param {boolean} log @param {[number, number] | null} range */
function paint(canvas, names, text, log, range) {
  if (canvas.clientWidth === 0) return;
  const { context, width, height } = fit(canvas);
  const scale = value => log ? Math.log10(Math.max(value, 1e-8)) : value;
  const points = moments.filter(moment => names.every(name => Number.isFinite(moment[name])));
  let [low, high] = range ?? [log ? Infinity : 0, -Infinity];
  if (!range) {
    for (const moment of points) {
      for (const name of names) {
        low = Math.min(low, scale(moment[name]));
        high = Math.max(high, scale(moment[name]));
      }
    }
    if (!(high > low)) [low, high] = Number.isFinite(high) ? [log ? high - 1 : 0, high + (log ? .5 : high || 1)] : [0, 1];
    high += (high - low) * .06;
  }
  const end = Math.max(1, points.at(-1)?.step ?? 1);
  const start = points.length > 1 ? points[0].step : 0;
  const x = step => left + (step - start) / Math.max(1, end - start) * (width - left - 6);
  const y = value => 5 + (high - value) / (high - low) * (height - bottom - 8);
  context.font = '11px system-ui, sans-serif';
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of ticks(low, high, 3)) {
    context.strokeStyle = css('line');
    context.beginPath();
    context.moveTo(left, y(value));
    context.lineTo(width - 6, y(value));
    context.stroke();
    context.fillStyle = css('soft');
    context.fillText(text(log ? 10 ** value : value), left - 6, y(value));
  }
  context.textBaseline = 'alphabetic';
  context.fillStyle = css('soft');
  context.fillText(`${steps(end)} ${end === 1 ? 'step' : 'steps'}`, width - 6, height - 3);
  context.textAlign = 'left';
  context.fillText(steps(start), left, height - 3);
  names.forEach((name, n) => {
    context.strokeStyle = css(n === 0 ? 'blue' : 'gold');
    context.lineWidth = 1.8;
    context.lineJoin = 'round';
    context.beginPath();
    points.forEach((moment, at) => context[at === 0 ? 'moveTo' : 'lineTo'](x(moment.step), y(scale(moment[name]))));
    context.stroke();
    const last = points.at(-1);
    if (!last) return;
    context.fillStyle = css(n === 0 ? 'blue' : 'gold');
    context.beginPath();
    context.arc(x(last.step), y(scale(last[name])), 2.6, 0, 7);
    context.fill();
  });
}

let named = 0;
function all() {
  const log = byId('log').checked;
  paint(byId('cost-chart'), ['train', 'test'], value => String(+value.toPrecision(2)), log, null);
  const low = Math.min(.95, ...moments.map(moment => Math.min(moment.trainRight ?? 1, moment.testRight ?? 1)));
  paint(byId('accuracy-chart'), ['trainRight', 'testRight'], value => `${+(100 * value).toFixed(1)}%`, false, [Math.floor(low * 20 - 1e-9) / 20, 1.004]);
  if (performance.now() - named < 1000) return;
  named = performance.now();
  const last = moments.at(-1);
  if (!last) return;
  byId('cost-chart').setAttribute('aria-label', `Cost over steps: from ${cost(moments[0].train)} at step ${moments[0].step} to ${cost(last.train)} at step ${last.step} in training, ${cost(last.test)} on the test set.`);
  byId('accuracy-chart').setAttribute('aria-label', `Accuracy over steps: now ${(100 * last.trainRight).toFixed(1)}% in training, ${(100 * last.testRight).toFixed(1)}% on the test set.`);
}

const dirty = () => repaint(all);
byId('log').addEventListener('change', dirty);
on('frame theme session reset', dirty);
new ResizeObserver(dirty).observe(byId('cost-chart'));
