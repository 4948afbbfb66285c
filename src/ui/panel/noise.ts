import { change, changeUndoably } from '../actions';
import type { Part } from '../part';
import type { Session } from '../session';
import { addSlider, belongsTo, type Desk, describe, nameAsFormula, settingOf } from './controls';
import { logScale } from './scale';

const SCHEMES = { 'Euler–Maruyama': 'euler', 'Leimkuhler–Matthews': 'leimkuhler' } as const;

/** The random forces of Langevin dynamics, and the law that they lead to. */
export function addNoise(desk: Desk): Part {
  const { session, folder } = desk;
  const temperature = addSlider(desk, 'temperature', logScale(1e-4, 10), {
    title: 'T = 1/β',
    tip: 'Temperature: how strong the noise is, in units of f. Good: 0.1; 0 is gradient descent. Particles then gather as e^(−βf).',
  });
  nameAsFormula(temperature, 'T = 1/β');
  const scheme = folder.add(settingOf(session, 'noise'), 'value', SCHEMES).name('noise');
  describe(
    scheme,
    'Euler–Maruyama draws new noise at every step; Leimkuhler–Matthews takes the mean of two, which on quadratics leaves no bias. Good: Euler–Maruyama to see the bias of a large η.',
  );
  const density = folder.add(densitySetting(session), 'value').name('density against e^(−βf)');
  nameAsFormula(density, 'e^{−βf}', 'density against ');
  describe(
    density,
    'Counts where particles have been, and draws their density against e^(−βf). Switches the endless field off, where that law is never reached.',
  );
  belongsTo('temperature', temperature.domElement);
  belongsTo('density', density.domElement);
  return { update: () => undefined };
}

/** In the endless field particles start afresh before they have reached the stationary law. */
function densitySetting(session: Session): { value: boolean } {
  return {
    get value() {
      return session.experiment.density;
    },
    set value(density) {
      const { respawn } = session.experiment;
      if (!density || !respawn) change(session, { density });
      else changeUndoably(session, { density, respawn: false }, ENDS_FIELD);
    },
  };
}

const ENDS_FIELD = 'The density is counted. The endless field is off, so that particles live long enough.';
