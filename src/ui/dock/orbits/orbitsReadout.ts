import { along } from '../../../math/range';
import type { Threshold } from '../../../theory/lab/thresholds';
import { type OrbitDiagram, outsideOf } from '../../../theory/orbits';
import { figures } from '../../numbers';
import type { OrbitsView, Share } from './orbitsView';

/** An exponent closer to zero than this is not told from zero after some thousand steps. */
const NEAR_ZERO = 0.01;

/** What a place in a diagram says, as short sentences. */
export function readoutAt(
  { etas, band }: OrbitsView,
  { u, v }: Share,
  diagram: OrbitDiagram | null,
  visits: OrbitDiagram['visits'],
  near: Threshold | null,
): readonly string[] {
  const eta = along(etas, u);
  const place = `η = ${figures(eta, 6)}, ${visits} = ${figures(band[0] + v * (band[1] - band[0]), 5)}`;
  const column = diagram === null ? null : columnAt(diagram, eta);
  const said = diagram === null || column === null ? [] : sentencesOf(diagram, column);
  const known =
    near === null
      ? []
      : [`η = ${figures(near.eta, 8)}${near.known === 'formula' ? ', by formula' : ''}. ${near.meaning}`];
  return [place, ...said, ...known];
}

/** The column of an η, or of the nearest one on its left that has been computed; null outside. */
function columnAt({ etas, columns, lost }: OrbitDiagram, eta: number): number | null {
  const share =
    etas.scale === 'lin'
      ? (eta - etas.from) / (etas.to - etas.from)
      : Math.log(eta / etas.from) / Math.log(etas.to / etas.from);
  let column = Math.floor(share * columns);
  if (!(column >= 0 && column < columns)) return null;
  while (column > 0 && Number.isNaN(lost[column] ?? Number.NaN)) column--;
  return Number.isNaN(lost[column] ?? Number.NaN) ? null : column;
}

function sentencesOf(diagram: OrbitDiagram, column: number): readonly string[] {
  const lost = diagram.lost[column] ?? 0;
  if (lost === 1) return ['Every start diverges.'];
  const leaving = lost > 0 ? [`${figures(100 * lost, 2)} % of the starts diverge.`] : [];
  const aside = outsideOf(diagram, column);
  const outside = aside > 0 ? [`${figures(100 * aside, 2)} % of what they visit is above or below.`] : [];
  return [`${natureOf(diagram, column)}, ${exponentText(diagram, column)}.`, ...leaving, ...outside];
}

/** "Period 4", "Chaos", … */
export function natureOf(diagram: OrbitDiagram, column: number): string {
  const period = diagram.period[column] ?? 0;
  const exponent = diagram.exponent[column] ?? Number.NaN;
  if (period === 1) return 'At rest';
  if (period > 1) return `Period ${period}`;
  const [low, high] = [diagram.exponentLow[column] ?? exponent, diagram.exponentHigh[column] ?? exponent];
  if (low > NEAR_ZERO) return 'Chaos';
  if (low < -NEAR_ZERO && high > NEAR_ZERO) return 'Some starts into chaos, some into cycles';
  if (high < -NEAR_ZERO) return 'Several cycles';
  return 'At a threshold, or a long cycle';
}

function exponentText(diagram: OrbitDiagram, column: number): string {
  const [low, high] = [diagram.exponentLow[column] ?? 0, diagram.exponentHigh[column] ?? 0];
  const mean = `exponent ${figures(diagram.exponent[column] ?? Number.NaN, 3)} per step`;
  return high - low > NEAR_ZERO ? `${mean} (${figures(low, 2)} to ${figures(high, 2)} by start)` : mean;
}
