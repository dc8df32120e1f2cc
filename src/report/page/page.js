// Draws the page from the data in the element #data, which src/report/page_data.cpp writes.
(() => {
'use strict';

const data = JSON.parse(document.getElementById('data').textContent);
const pending = [];      // drawings under way
const runViews = [];     // views that mark the picked run
const bandViews = [];    // views of bands, with the output each shows
let drawn = 0;
let figures = 0;

// ---------------------------------------------------------------- elements

function element(name, attributes = {}, ...children) {
  const result = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) result.setAttribute(key, '');
    else if (value !== false && value != null) result.setAttribute(key, value);
  }
  result.append(...children);
  return result;
}

function section(id, title, ...children) {
  const result = element('section', {id, 'aria-labelledby': `${id}-title`},
                         element('h2', {id: `${id}-title`}, title), ...children);
  main.append(result);
  return result;
}

const paragraph = (text, attributes = {}) => element('p', attributes, text);

function numberText(value) {
  if (value == null) return '—';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString('en');
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(4) : String(Number(value.toPrecision(7)));
}

function durationText(seconds) {
  if (seconds < 120) return `${numberText(Number(seconds.toPrecision(3)))} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(1)} min`;
  if (seconds < 172800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86400).toFixed(1)} d`;
}

const plural = (count, noun) => `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;

function tableOf(head, rows, label) {
  const isNumber = head.map((_, i) => rows.every(row => row[i] == null || typeof row[i] === 'number'));
  const cell = (value, i, name) =>
    element(name, {class: isNumber[i] ? 'number' : null},
            typeof value === 'number' || value == null ? numberText(value) : value);
  return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label},
    element('table', {},
      element('thead', {}, element('tr', {}, ...head.map((text, i) => cell(text, i, 'th')))),
      element('tbody', {}, ...rows.map(row =>
        element('tr', {}, ...row.map((value, i) => cell(value, i, 'td')))))));
}

function selectBox(label, id, options, onChange) {
  const box = element('select', {id}, ...options.map(([value, text]) => element('option', {value}, text)));
  box.addEventListener('change', onChange);
  return [element('label', {for: id}, label, box), box];
}

// ---------------------------------------------------------------- figures

// Colours are the page's own variables, so light, dark and print need no second drawing.
const config = {
  background: null,
  font: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif',
  view: {stroke: 'var(--line)'},
  axis: {labelColor: 'var(--text)', titleColor: 'var(--text)', gridColor: 'var(--line)', gridOpacity: 0.6,
         domainColor: 'var(--muted)', tickColor: 'var(--muted)', titleFontWeight: 500, labelLimit: 120,
         titleLimit: 260, labelOverlap: true},
  legend: {labelColor: 'var(--text)', titleColor: 'var(--text)', titleLimit: 220, labelLimit: 200},
  title: {color: 'var(--text)'},
  header: {labelColor: 'var(--text)', titleColor: 'var(--text)'},
};
const statusScale = {domain: ['ok', 'failed', 'skipped'], range: ['var(--accent)', 'var(--failed)', 'var(--skipped)']};
const statusShapes = {domain: ['ok', 'failed', 'skipped'], range: ['circle', 'cross', 'triangle-up']};

/** Draws a specification into an element; `onView` gets the view. */
function draw(target, spec, onView) {
  const full = {$schema: 'https://vega.github.io/schema/vega-lite/v6.json', ...spec,
                config: {...config, ...spec.config}};
  const drawing = vegaEmbed(target, full, {renderer: 'svg', actions: false})
    .then(result => { target.dataset.drawn = 'true'; drawn += 1; if (onView) onView(result.view); })
    .catch(error => {
      console.error(`figure not drawn: ${error.message}`);
      target.replaceChildren(element('p', {class: 'failure'}, `This figure could not be drawn: ${error.message}`));
    });
  pending.push(drawing);
  return drawing;
}

/**
 * A figure with a title, a caption, and its numbers as a table for whoever cannot see or hover.
 * @param numbers  {head, rows}
 */
function figure(parent, title, caption, makeSpec, {numbers, onView, wide} = {}) {
  const target = element('div', {class: 'drawing', role: 'img', 'aria-label': `${title}. ${caption}`});
  const result = element('figure', {class: wide ? 'wide' : null}, element('h3', {}, title), target,
                         element('figcaption', {}, caption));
  if (numbers && numbers.rows.length > 0) {
    result.append(element('details', {}, element('summary', {}, 'Numbers'),
                          tableOf(numbers.head, numbers.rows, `Numbers of: ${title}`)));
  }
  parent.append(result);
  figures += 1;
  let views = [];
  const redraw = () => {
    if (onView) for (const view of views) onView(view, true);
    views = [];
    return draw(target, makeSpec(target.clientWidth), view => { views.push(view); if (onView) onView(view, false); });
  };
  redraw();
  if (wide) sized.push(redraw);
  return {target, redraw};
}

/** Keeps a drawing in `runViews` until it is replaced. */
const trackRunView = shownSignal => (view, gone) => {
  if (gone) runViews.splice(runViews.findIndex(entry => entry.view === view), 1);
  else runViews.push({view, shownSignal});
};

const fitted = {width: 'container', autosize: {type: 'fit-x', contains: 'padding'}};
const sized = [];        // drawings whose size is computed from the page's width
const figureGrid = parent => { const grid = element('div', {class: 'figures'}); parent.append(grid); return grid; };

function histogramRows(histogram) {
  const {low, high, counts} = histogram;
  // All values equal: a bar of some width is drawn around them.
  const half = low === high || counts.length === 1 ? Math.max(Math.abs(low) * 1e-3, 0.5) : 0;
  const width = (high - low) / counts.length;
  return counts.map((count, i) => half > 0 ? {from: low - half, to: high + half, runs: count}
                                           : {from: low + width * i, to: low + width * (i + 1), runs: count});
}

function histogramSpec(histogram, title) {
  return {
    ...fitted, height: 180, data: {values: histogramRows(histogram)},
    mark: {type: 'bar', color: 'var(--accent)', binSpacing: 1},
    encoding: {
      x: {field: 'from', type: 'quantitative', bin: 'binned', title, scale: {zero: false},
          axis: {tickCount: 5, labelOverlap: 'greedy'}},
      x2: {field: 'to'},
      y: {field: 'runs', type: 'quantitative', title: 'Runs', axis: {tickMinStep: 1}},
      tooltip: [{field: 'from', format: '.7~g'}, {field: 'to', format: '.7~g'}, {field: 'runs'}],
    },
  };
}

const histogramNumbers = histogram =>
  ({head: ['from', 'to', 'runs'], rows: histogramRows(histogram).map(row => [row.from, row.to, row.runs])});

// ---------------------------------------------------------------- the sample of runs

const sampleSize = data.sample.ids.length;
const isWhole = sampleSize === data.run_count;
const sampleNote = isWhole ? '' : ` ${numberText(sampleSize)} of ${numberText(data.run_count)} runs are shown, evenly chosen.`;
const varying = data.inputs.map((input, i) => ({...input, key: `i${i}`, number: i})).filter(input => input.varies);

/** Rows of the sample with inputs as i0, i1, ... and outputs as o0, o1, ...; thinned to `most`. */
function sampleRows(most) {
  const step = Math.max(1, sampleSize / most);
  const rows = [];
  for (let k = 0; k < sampleSize; k += step) {
    const at = Math.floor(k);
    const row = {run: data.sample.ids[at], status: data.sample.statuses[at]};
    data.inputs.forEach((input, i) => {
      const value = input.values[at];
      row[`i${i}`] = value == null ? null : input.labels ? input.labels[value] : value;
    });
    data.outputs.forEach((output, i) => { row[`o${i}`] = output.values[at]; });
    rows.push(row);
  }
  return rows;
}

const typeOf = input => input.labels ? 'nominal' : 'quantitative';

const runParameters = [{name: 'picked', value: -1}, {name: 'shown', value: 'all'}];
const shownFilter = {filter: "shown === 'all' || datum.status === shown"};
const pickedOr = (picked, other) => ({condition: {test: 'datum.run === picked', value: picked}, ...other});

function pointMark() {
  return {type: 'point', filled: true, opacity: 0.75};
}

function pointEncoding(color) {
  return {
    color, shape: {field: 'status', type: 'nominal', scale: statusShapes, legend: null},
    size: pickedOr(160, {value: 30}),
    stroke: pickedOr('var(--picked)', {value: null}),
    strokeWidth: pickedOr(2.5, {value: 0}),
  };
}

/** One cell of a matrix of figures; axes are written along the matrix's edges only. */
function cellAxis(name, atEdge, cellSize) {
  return {title: atEdge ? name : null, labels: atEdge, ticks: atEdge, tickCount: Math.max(2, Math.floor(cellSize / 40)),
          labelOverlap: 'greedy', labelSeparation: 4, titleLimit: Math.max(70, cellSize + 10), labelLimit: 60, titleFontSize: 11, labelFontSize: 10};
}

function cellSizeFor(width, columns) {
  return Math.max(64, Math.min(260, Math.floor((width - 84 - 12 * (columns - 1)) / columns)));
}

function inputMatrixSpec(inputs, width) {
  const size = cellSizeFor(width, inputs.length);
  const cells = [];
  inputs.forEach((rowInput, row) => inputs.forEach((columnInput, column) => {
    const xAxis = cellAxis(columnInput.name, row === inputs.length - 1, size);
    const x = {field: columnInput.key, type: typeOf(columnInput), scale: {zero: false}, axis: xAxis};
    const shared = {width: size, height: size};
    if (row === column) {
      const axis = {...cellAxis(rowInput.name, column === 0, size), labels: false, ticks: false, grid: false};
      cells.push({...shared, mark: {type: 'bar', color: 'var(--muted)'},
                  encoding: {x: {...x, bin: rowInput.labels ? undefined : {maxbins: 12}, scale: {zero: false}},
                             y: {aggregate: 'count', type: 'quantitative', axis}}});
      return;
    }
    cells.push({...shared, mark: pointMark(),
                encoding: {x, y: {field: rowInput.key, type: typeOf(rowInput), scale: {zero: false},
                                  axis: cellAxis(rowInput.name, column === 0, size)},
                           ...pointEncoding({field: 'status', type: 'nominal', scale: statusScale, legend: null}),
                           tooltip: [{field: 'run'}, {field: 'status'}]}});
  }));
  return {params: runParameters, transform: [shownFilter],
          data: {values: sampleRows(Math.max(150, 6000 / cells.length))},
          concat: cells, columns: inputs.length, spacing: 12, config: {concat: {spacing: 12}}};
}

function cornerSpec(inputs, outputs, width) {
  const size = cellSizeFor(width, inputs.length);
  const cells = [];
  outputs.forEach((output, row) => inputs.forEach((input, column) => {
    cells.push({
      width: size, height: Math.min(size, 120), mark: pointMark(),
      encoding: {
        x: {field: input.key, type: typeOf(input), scale: {zero: false},
            axis: cellAxis(input.name, row === outputs.length - 1, size)},
        y: {field: output.key, type: 'quantitative', scale: {zero: false},
            axis: {...cellAxis(output.name, column === 0, 120), titleLimit: 120}},
        ...pointEncoding({value: 'var(--accent)'}),
        tooltip: [{field: 'run'}, {field: input.key, title: input.name}, {field: output.key, title: output.name}],
      }});
  }));
  return {params: runParameters, transform: [{filter: "datum.status === 'ok'"}],
          data: {values: sampleRows(Math.max(120, 6000 / cells.length))},
          concat: cells, columns: inputs.length, spacing: 12};
}

// ---------------------------------------------------------------- sections

const header = element('header');
const main = element('main', {id: 'main'});
document.body.append(header, main);

function addHead() {
  header.append(element('h1', {}, data.title));
  const kinds = {grid: 'a full-factorial grid', explicit: 'rows given one by one', monte_carlo: 'Monte Carlo draws',
                 latin_hypercube: 'a Latin hypercube', sobol: 'a Sobol design', halton: 'the Halton sequence',
                 correlated_monte_carlo: 'correlated Monte Carlo draws',
                 correlated_latin_hypercube: 'a correlated Latin hypercube'};
  const names = varying.map(input => input.name).join(', ');
  header.append(paragraph(`${plural(data.run_count, 'run')} over ${kinds[data.kind] ?? data.kind}` +
                          (names ? `, varying ${names}.` : '.')));
}

function addNavigation() {
  const list = element('ul');
  for (const part of main.querySelectorAll('section')) {
    list.append(element('li', {}, element('a', {href: `#${part.id}`}, part.querySelector('h2').textContent)));
  }
  header.append(element('nav', {'aria-label': 'Sections'}, list));
}

function addOutcome() {
  const tile = (name, value, kind) => element('div', {class: kind}, element('dt', {}, name), element('dd', {}, value));
  const tiles = element('dl', {class: 'tiles'}, tile('Runs', numberText(data.run_count)),
                        tile('ok', numberText(data.ok), 'ok'),
                        tile('failed', numberText(data.failed), data.failed ? 'failed' : null),
                        tile('skipped', numberText(data.skipped), data.skipped ? 'skipped' : null));
  if (data.not_run > 0) tiles.append(tile('not run yet', numberText(data.not_run), 'skipped'));
  tiles.append(tile('Run time, added up', durationText(data.run_seconds)));
  const part = section('outcome', 'How it went', tiles);
  const grid = figureGrid(part);
  const statuses = ['ok', 'failed', 'skipped'].map((status, order) => ({status, runs: data[status], order}))
    .filter(row => row.runs > 0);
  figure(grid, 'Status', 'How the runs ended.', () => ({
    ...fitted, height: 60, data: {values: statuses}, mark: {type: 'bar'},
    encoding: {
      x: {field: 'runs', type: 'quantitative', stack: 'zero', title: 'Runs', scale: {nice: false}},
      color: {field: 'status', type: 'nominal', scale: statusScale, title: null, legend: {orient: 'top'}},
      order: {field: 'order'}, tooltip: [{field: 'status'}, {field: 'runs'}],
    }}), {numbers: {head: ['status', 'runs'], rows: statuses.map(row => [row.status, row.runs])}});
  if (data.durations) {
    figure(grid, 'Durations', 'How long the runs took, failed ones included.',
           () => ({...histogramSpec(data.durations, 'Seconds'), height: 140}), {numbers: histogramNumbers(data.durations)});
  }
}

function addFailures() {
  const {groups, rows, total} = data.failures;
  if (total === 0) {
    section('failures', 'Failures', paragraph('Every run that was recorded is ok.'));
    return;
  }
  const status = element('p', {id: 'failure-count', role: 'status', class: 'muted'});
  const body = element('tbody');
  const options = [['', `All (${numberText(total)})`],
                   ...groups.map(group => [group.reason, `${group.reason} (${numberText(group.count)})`])];
  const [reasonLabel, reason] = selectBox('Reason', 'failure-reason', options, () => show());
  const search = element('input', {type: 'search', id: 'failure-search', placeholder: 'run, message or input'});
  search.addEventListener('input', () => show());

  function show() {
    const words = search.value.trim().toLowerCase();
    const chosen = rows.filter(row => (!reason.value || row.reason === reason.value) &&
      (!words || `${row.run} ${row.status} ${row.message} ${row.inputs}`.toLowerCase().includes(words)));
    body.replaceChildren(...chosen.map(row => {
      const pick = element('a', {href: '#run'}, String(row.run));
      pick.addEventListener('click', () => pickRun(row.run));
      return element('tr', {}, element('td', {class: 'number'}, pick), element('td', {}, row.status),
                     element('td', {class: 'message'}, row.message || '(no message)'),
                     element('td', {class: 'number'}, numberText(row.duration_s)), element('td', {}, row.inputs));
    }));
    const listed = rows.length < total ? ` (the page lists ${numberText(rows.length)}, evenly chosen)` : '';
    status.textContent = `${numberText(chosen.length)} of ${numberText(total)} runs that are not ok${listed}`;
  }

  const form = element('form', {}, reasonLabel, element('label', {for: 'failure-search'}, 'Search', search));
  form.addEventListener('submit', event => event.preventDefault());
  section('failures', 'Failures', form, status,
    element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Failures'},
      element('table', {id: 'failure-table'},
        element('thead', {}, element('tr', {}, element('th', {class: 'number'}, 'run'), element('th', {}, 'status'),
          element('th', {}, 'message'), element('th', {class: 'number'}, 'seconds'), element('th', {}, 'inputs'))),
        body)));
  show();
}

function addDesign() {
  if (varying.length === 0) {
    section('design', 'The design', paragraph('No input varies between the runs: there is no design to draw.'));
    return;
  }
  const part = section('design', 'The design');
  const inputs = varying.slice(0, 6);
  const [label, box] = selectBox('Runs shown', 'shown-status',
    [['all', 'all'], ['ok', 'ok'], ['failed', 'failed'], ['skipped', 'skipped']], () => {
      for (const {view, shownSignal} of runViews) if (shownSignal) view.signal('shown', box.value).runAsync();
    });
  part.append(element('form', {}, label));
  const more = varying.length > inputs.length ? ` The first ${inputs.length} of ${varying.length} inputs are drawn.` : '';
  figure(part, 'Inputs', 'Each input against each other, and on the diagonal how often its values occur. Circles are runs ' +
         `that are ok, crosses failed ones.${sampleNote}${more}`,
         width => inputMatrixSpec(inputs, width), {wide: true, onView: trackRunView(true)});
}

/** What stands for the picked run's line while none is picked: a point, of which no line is drawn. */
const unpicked = ({band}) => [{time: band.times[0], value: band.middle[0]}];

function bandSpec(output) {
  const {band} = output;
  const rows = band.times.map((time, i) => ({time, low: band.low[i], middle: band.middle[i], high: band.high[i]}));
  const x = {field: 'time', type: 'quantitative', title: `Time since each run's start [${band.unit}]`, scale: {nice: false}};
  return {
    ...fitted, height: 220, datasets: {picked: unpicked(output)},
    layer: [
      {data: {values: rows}, mark: {type: 'area', color: 'var(--accent)', opacity: 0.25},
       encoding: {x, y: {field: 'low', type: 'quantitative', title: output.name, scale: {zero: false}}, y2: {field: 'high'},
                  tooltip: [{field: 'time', format: '.5~g'}, {field: 'low', title: '5 %', format: '.7~g'},
                            {field: 'middle', title: 'median', format: '.7~g'}, {field: 'high', title: '95 %', format: '.7~g'}]}},
      {data: {values: rows}, mark: {type: 'line', color: 'var(--accent)', strokeWidth: 2},
       encoding: {x, y: {field: 'middle', type: 'quantitative'}}},
      {data: {name: 'picked'}, mark: {type: 'line', color: 'var(--picked)', strokeWidth: 2, strokeDash: [5, 2]},
       encoding: {x, y: {field: 'value', type: 'quantitative'}}},
    ],
  };
}

function addOutputs() {
  const banded = data.outputs.filter(output => output.band);
  if (data.ok === 0) {
    section('outputs', 'Outputs', paragraph('No run is ok, so there are no outputs to show.', {id: 'no-outputs'}));
    return;
  }
  if (data.outputs.length === 0) {
    section('outputs', 'Outputs', paragraph('The runs wrote no table with a column of numbers.', {id: 'no-outputs'}));
    return;
  }
  if (banded.length > 0) {
    const how = banded.some(output => output.band.interpolated)
      ? ' Runs report at instants of their own, so values were interpolated linearly.' : '';
    const part = section('bands', 'Outputs over time',
      paragraph(`The line is the median over the runs that are ok, the band holds 90 % of them (5 to 95 %).${how}` +
                ' A run picked below is drawn dashed.', {class: 'muted'}));
    const grid = figureGrid(part);
    for (const output of banded) {
      const {band} = output;
      figure(grid, output.name, 'Median and 5 to 95 % over time.', () => bandSpec(output), {
        onView: (view, gone) => { if (!gone) bandViews.push({view, output}); },
        numbers: {head: [`time [${band.unit}]`, '5 %', 'median', '95 %'],
                  rows: band.times.map((time, i) => [time, band.low[i], band.middle[i], band.high[i]])}});
    }
  }
  const part = section('finals', 'Final values', paragraph("Each run's last value.", {class: 'muted'}));
  const grid = figureGrid(part);
  for (const output of data.outputs) {
    if (!output.histogram) continue;
    figure(grid, output.name, 'Last value of each run that is ok.', () => histogramSpec(output.histogram, output.name),
           {numbers: histogramNumbers(output.histogram)});
  }
  if (data.columns_left_out > 0) {
    part.append(paragraph(`${plural(data.columns_left_out, 'more column')} left out; the option --columns chooses which are shown.`,
                          {class: 'muted'}));
  }
}

function axisOfLabels(name, labels) {
  if (!labels || labels.length === 0) return {title: name};
  return {title: name, values: labels.map((_, i) => i), labelExpr: `${JSON.stringify(labels)}[datum.value]`};
}

function heatSpec(map) {
  const columns = map.x_edges.length - 1;
  const rows = map.means.map((mean, cell) => ({
    mean, runs: map.counts[cell], x: map.x_edges[cell % columns], x2: map.x_edges[cell % columns + 1],
    y: map.y_edges[Math.floor(cell / columns)], y2: map.y_edges[Math.floor(cell / columns) + 1]})).filter(row => row.runs > 0);
  const side = (field, name, labels) => ({field, type: 'quantitative', scale: {zero: false, nice: false},
                                          axis: {...axisOfLabels(name, labels), grid: false}});
  return {
    ...fitted, height: 320, data: {values: rows}, mark: {type: 'rect'},
    encoding: {
      x: side('x', data.inputs[map.x].name, map.x_labels), x2: {field: 'x2'},
      y: side('y', data.inputs[map.y].name, map.y_labels), y2: {field: 'y2'},
      color: {field: 'mean', type: 'quantitative', title: 'mean', scale: {scheme: 'viridis', zero: false},
              legend: {gradientLength: 200}},
      tooltip: [{field: 'mean', format: '.7~g'}, {field: 'runs'}],
    }};
}

function addHeat(part) {
  if (data.heat.length === 0) return;
  const pairs = [...new Set(data.heat.map(map => `${map.x} ${map.y}`))];
  const pairName = pair => pair.split(' ').map(i => data.inputs[i].name).join(' × ');
  const outputs = [...new Set(data.heat.map(map => map.output))];
  let shown;
  const change = () => shown.redraw();
  const [pairLabel, pair] = selectBox('Inputs', 'heat-inputs', pairs.map(p => [p, pairName(p)]), change);
  const [outputLabel, output] = selectBox('Output', 'heat-output', outputs.map(i => [i, data.outputs[i].name]), change);
  if (outputs.length > 1) output.value = String(bestOutput(outputs));
  const form = element('form', {}, pairLabel, outputLabel);
  form.addEventListener('submit', event => event.preventDefault());
  part.append(form);
  shown = figure(part, 'Heat map', 'The mean last value of the output chosen above, over two inputs. Gaps hold no run that is ok.',
    () => heatSpec(data.heat.find(map => `${map.x} ${map.y}` === pair.value && String(map.output) === output.value)));
}

/** The output that hangs together most with some input: a better first look than the first one. */
function bestOutput(outputs) {
  const strength = i => Math.max(0, ...data.outputs[i].correlations.map(value => Math.abs(value ?? 0)));
  return outputs.reduce((best, i) => strength(i) > strength(best) + 1e-9 ? i : best, outputs[0]);
}

function addCorrelations(grid) {
  const rows = [];
  data.outputs.filter(output => output.varies).forEach(output => varying.forEach(input => {
    const value = output.correlations[input.number];
    if (value != null) rows.push({input: input.name, output: output.name, value});
  }));
  if (rows.length === 0) return;
  figure(grid, 'Rank correlation', "Spearman's, between inputs and last values: 1 and -1 where one always rises or falls with the other.",
    () => ({
      ...fitted, height: 26 * new Set(rows.map(row => row.output)).size, data: {values: rows},
      encoding: {x: {field: 'input', type: 'nominal', title: null, axis: {labelAngle: varying.length > 3 ? -40 : 0}},
                 y: {field: 'output', type: 'nominal', title: null, sort: null}},
      layer: [
        {mark: 'rect', encoding: {color: {field: 'value', type: 'quantitative', title: 'ρ',
          scale: {scheme: 'blueorange', domain: [-1, 1]}, legend: {gradientLength: 100}}}},
        {mark: {type: 'text', fontSize: 11, color: '#101010'},
         encoding: {text: {field: 'value', format: '.2f'},
                    color: {condition: {test: 'abs(datum.value) > 0.6', value: '#ffffff'}, value: '#101010'}}},
      ]}),
    {numbers: {head: ['input', 'output', 'rank correlation'], rows: rows.map(row => [row.input, row.output, row.value])}});
}

function addRelations() {
  if (data.outputs.length === 0) return;
  if (varying.length === 0) {
    section('relations', 'Inputs and outputs', paragraph('No input varies, so outputs cannot depend on one.'));
    return;
  }
  const part = section('relations', 'Inputs and outputs');
  const inputs = varying.slice(0, 6);
  const outputs = data.outputs.map((output, i) => ({...output, key: `o${i}`})).filter(output => output.varies).slice(0, 8);
  if (outputs.length === 0) {
    part.append(paragraph('The last values do not vary between the runs, so there is nothing to relate to the inputs.'));
    return;
  }
  figure(part, 'Inputs against final values', `Each run that is ok is a point.${sampleNote}`,
         width => cornerSpec(inputs, outputs, width), {wide: true, onView: trackRunView(false)});
  addCorrelations(part);
  if (varying.length > 1) addHeat(part);
}

function addConvergence() {
  if (data.outputs.length === 0) return;
  if (!data.is_random) {
    section('convergence', 'Convergence', paragraph('The runs of this design are no random draws, so the mean over the first ' +
      'of them estimates nothing: there is no convergence to show.'));
    return;
  }
  const part = section('convergence', 'Convergence', paragraph('The mean of the last values as runs are added in the order of ' +
    'their ids, with its 95 % interval (which holds for independent draws).', {class: 'muted'}));
  const grid = figureGrid(part);
  if (!data.outputs.some(output => output.varies)) part.append(paragraph('No last value varies between the runs.'));
  for (const output of data.outputs) {
    if (!output.varies || !output.convergence || output.convergence.length === 0) continue;
    const rows = output.convergence.map(([n, mean, half]) => ({n, mean, low: mean - half, high: mean + half}));
    // The first few intervals would flatten all that follows.
    const settled = rows.slice(Math.min(3, rows.length - 1));
    const domain = [Math.min(...settled.map(row => row.low)), Math.max(...settled.map(row => row.high))];
    const y = {type: 'quantitative', title: `Mean of ${output.name}`,
               scale: domain[0] < domain[1] ? {domain, clamp: true, zero: false} : {zero: false}};
    figure(grid, output.name, 'Mean and its 95 % interval.', () => ({
      ...fitted, height: 180, data: {values: rows},
      encoding: {x: {field: 'n', type: 'quantitative', title: 'Runs'}},
      layer: [{mark: {type: 'area', color: 'var(--accent)', opacity: 0.25},
               encoding: {y: {...y, field: 'low'}, y2: {field: 'high'}}},
              {mark: {type: 'line', color: 'var(--accent)', strokeWidth: 2}, encoding: {y: {...y, field: 'mean'}}}]}),
      {numbers: {head: ['runs', 'mean', 'from', 'to'], rows: rows.map(row => [row.n, row.mean, row.low, row.high])}});
  }
}

function addSobol() {
  if (!data.is_sobol || data.outputs.length === 0) return;
  const part = section('sobol', 'Sobol indices', paragraph('S1 is the share of the variance of the last value that an input ' +
    'explains alone, ST the share it has with all its interactions. Lines are 95 % intervals of a bootstrap.', {class: 'muted'}));
  const grid = figureGrid(part);
  for (const output of data.outputs) {
    if (!output.sobol) continue;
    if (output.varies && output.sobol.problem) {
      part.append(paragraph(`${output.name}: ${output.sobol.problem}`));
      continue;
    }
    const rows = (output.sobol.rows ?? []).map(([index, input, value, conf]) =>
      ({index, input, value, low: value == null ? null : value - conf, high: value == null ? null : value + conf}));
    if (!output.varies || rows.every(row => row.value == null)) {
      part.append(paragraph(`${output.name}: its last value does not vary, so there is no variance to explain.`));
      continue;
    }
    const failed = output.sobol.failed > 0 ? ` ${plural(output.sobol.failed, 'run')} without a value left out.` : '';
    figure(grid, output.name, `First-order and total indices.${failed}`, () => ({
      ...fitted, height: 18 * rows.length, data: {values: rows},
      encoding: {y: {field: 'input', type: 'nominal', title: null, sort: null},
                 yOffset: {field: 'index', type: 'nominal', sort: null}},
      layer: [{mark: {type: 'bar'}, encoding: {
                 x: {field: 'value', type: 'quantitative', title: 'Share of the variance'},
                 color: {field: 'index', type: 'nominal', title: null, legend: {orient: 'top'},
                         scale: {domain: ['S1', 'ST'], range: ['var(--accent)', 'var(--muted)']}}}},
              {mark: {type: 'rule', color: 'var(--text)', strokeWidth: 1.5},
               encoding: {x: {field: 'low', type: 'quantitative'}, x2: {field: 'high'}}}]}),
      {numbers: {head: ['index', 'input', 'value', 'from', 'to'],
                 rows: rows.map(row => [row.index, row.input, row.value, row.low, row.high])}});
  }
}

// ---------------------------------------------------------------- one run

let pickRun = () => {};

function addPicker() {
  const ids = data.sample.ids;
  const number = element('input', {type: 'number', id: 'run-number', min: ids[0], max: ids[ids.length - 1], value: ids[0]});
  const button = (text, id) => element('button', {type: 'button', id}, text);
  const previous = button('Previous', 'run-previous');
  const next = button('Next', 'run-next');
  const result = element('div', {id: 'run-details', role: 'status', class: 'run'});
  const form = element('form', {}, element('label', {for: 'run-number'}, 'Run', number), previous, next);

  function rowsTable(title, rows) {
    return element('div', {}, element('h3', {}, title), element('table', {}, element('tbody', {}, ...rows.map(([name, value]) =>
      element('tr', {}, element('th', {scope: 'row'}, name), element('td', {class: 'number'}, value))))));
  }

  function details(at, failure) {
    const status = at >= 0 ? data.sample.statuses[at] : failure.status;
    const seconds = at >= 0 ? data.sample.durations_s[at] : failure.duration_s;
    const run = at >= 0 ? ids[at] : failure.run;
    const parts = [rowsTable(`Run ${run}`, [['status', status], ['seconds', numberText(seconds)]])];
    if (at >= 0 && data.inputs.length > 0) {
      parts.push(rowsTable('Inputs', data.inputs.map(input => {
        const value = input.values[at];
        return [input.name, value != null && input.labels ? input.labels[value] : numberText(value)];
      })));
    }
    if (status === 'ok' && data.outputs.length > 0) {
      parts.push(rowsTable('Final values', data.outputs.map(output => [output.name, numberText(output.values[at])])));
      if (data.followed.indexOf(run) < 0 && data.outputs.some(output => output.band)) {
        parts.push(paragraph("This run's values over time are not kept in this page.", {class: 'muted'}));
      }
    }
    if (failure) parts.push(element('div', {}, element('h3', {}, 'Message'), element('pre', {}, failure.message || '(no message)')));
    return parts;
  }

  pickRun = run => {
    number.value = run;
    const at = ids.indexOf(run);
    const failure = data.failures.rows.find(row => row.run === run);
    if (at < 0 && !failure) {
      result.replaceChildren(paragraph(`Run ${number.value || '?'} is not among the ${numberText(sampleSize)} runs kept in this page; ` +
        `\`gmat-sweep show --run\` prints the whole record of any. Previous and Next go to those that are.`));
    } else {
      result.replaceChildren(...details(at, failure));
    }
    for (const {view} of runViews) view.signal('picked', run).runAsync();
    const followed = data.followed.indexOf(run);
    for (const {view, output} of bandViews) {
      const values = followed < 0 ? [] : output.band.followed[followed];
      const rows = values.map((value, i) => ({time: output.band.times[i], value})).filter(row => row.value != null);
      view.data('picked', rows.length > 0 ? rows : unpicked(output)).runAsync();
    }
  };

  const step = by => {
    const current = Number(number.value);
    const candidates = by > 0 ? ids.filter(id => id > current) : ids.filter(id => id < current).reverse();
    pickRun(candidates.length > 0 ? candidates[0] : by > 0 ? ids[ids.length - 1] : ids[0]);
  };
  form.addEventListener('submit', event => { event.preventDefault(); pickRun(Number(number.value)); });
  number.addEventListener('change', () => pickRun(Number(number.value)));
  previous.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  section('run', 'One run', paragraph('Pick a run to see its record; figures of points and bands mark it.', {class: 'muted'}),
          form, result);
  result.replaceChildren(...details(0, data.failures.rows.find(row => row.run === ids[0])));
}

function addProvenance() {
  section('provenance', 'Where it comes from', element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Provenance'},
    element('table', {}, element('tbody', {}, ...data.provenance.map(([name, value]) =>
      element('tr', {}, element('th', {scope: 'row'}, name), element('td', {}, value)))))));
}

addHead();
addOutcome();
addFailures();
addDesign();
addOutputs();
addRelations();
addConvergence();
addSobol();
addPicker();
addProvenance();
addNavigation();

// Matrices of figures have a size of their own: they are drawn again when the page's width changes.
let width = main.clientWidth;
let timer;
addEventListener('resize', () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (main.clientWidth === width || matchMedia('print').matches) return;
    width = main.clientWidth;
    for (const redraw of sized) redraw();
  }, 200);
});

Promise.all(pending).then(() => {
  document.documentElement.dataset.figures = figures;
  document.documentElement.dataset.drawn = drawn;
  document.documentElement.dataset.ready = 'true';
});
})();
