import { median } from '../../src/bench/median.mjs';
import { completeExperiment, objectiveOf } from '../../src/experiment/experiment';
import { boxOfView } from '../../src/objectives/survey';
import { constants } from '../../src/theory/constants';
import { minima } from '../../src/theory/minima';
import { Recording, ROW } from '../../src/theory/recording';
import { referenceOf } from '../../src/theory/reference';
import { mountChart } from '../../src/ui/dock/chart';
import { recordedPlot } from '../../src/ui/dock/recordedPlot';

/** Main-thread milliseconds of drawing one plot anew. */
interface PlotCost {
  readonly plot: string;
  readonly rows: number;
  readonly median: number;
  readonly most: number;
}

const TIMES = 40;
const PLOTS = ['value', 'distance', 'modes', 'gradient', 'shares'] as const;

/** What it costs to draw so many recorded rows of GD and GF with a followed pair, 900 by 260 pixels. */
export async function measurePlots(rows: number): Promise<readonly PlotCost[]> {
  const environment = { count: 100, countLimit: 1e6 };
  const experiment = completeExperiment({ eta: 0.1, respawn: false, pair: 3 }, environment);
  const objective = objectiveOf(experiment);
  const box = boxOfView(experiment.view);
  const facts = {
    objective,
    constants: constants(objective, experiment.view),
    box,
    minima: minima(objective, box),
  };
  const reference = referenceOf(facts);
  const subject = { abscissa: 'clock', since: 0, methods: ['gd', 'gf'], reference, count: 100 } as const;
  const recording = new Recording(subject, 1);
  recording.follow(3);
  for (let k = 0; k < rows; k++) recording.append(k, [rowOf(k), rowOf(k)], 3);

  const root = document.createElement('div');
  root.setAttribute('style', 'position: fixed; inset: 0; width: 1200px; height: 260px; display: flex');
  document.body.append(root);
  const chart = mountChart(root);
  for (const part of root.querySelectorAll('.chart, .chart-body, .chart-plot')) {
    part.setAttribute('style', 'width: 900px; height: 260px');
  }
  const costs: PlotCost[] = [];
  for (const plot of PLOTS) {
    const times: number[] = [];
    for (let n = 0; n < TIMES; n++) {
      await new Promise((resolve) => setTimeout(resolve));
      const start = performance.now();
      chart.show(
        recordedPlot({
          experiment: { ...experiment, plot },
          objective,
          facts,
          recording,
          logarithmic: false,
        }),
      );
      await Promise.resolve(); // uPlot draws in a microtask
      await Promise.resolve();
      times.push(performance.now() - start);
    }
    costs.push({ plot, rows, median: median(times), most: Math.max(...times) });
  }
  chart.dispose();
  root.remove();
  return costs;
}

/** A zigzag that shrinks, with some unrest. */
function rowOf(k: number): Float32Array {
  const row = new Float32Array(ROW);
  for (let n = 0; n < 20; n++) row[n] = (1 + (n % 4)) * 0.999 ** k * (1.2 + Math.sin(7 * k + n));
  row[20] = 90;
  row[21] = 10;
  for (let n = 24; n < 29; n++) row[n] = (k % 2 === 0 ? 1 : -1) * 0.998 ** k;
  row[30] = k + 1;
  return row;
}
