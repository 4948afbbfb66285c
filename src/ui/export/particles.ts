import { STATUSES, type Status } from '../../theory/recording';
import { figures } from '../numbers';
import type { Session } from '../session';

const COLUMNS = 'method,index,x,y,f,status,period,escape_step,start_x,start_y';

/**
 * All particles of all methods as they are, as comma separated values (RFC 4180), below lines of comment that begin with # and
 * name the experiment: method, index of the pair, position in the plane, f there, status in words, period of a cycle, own step at
 * which a diverged particle left, and its start. A cell is empty where there is no such number.
 */
export async function particlesCsv(session: Session): Promise<string> {
  const { instrument } = session;
  const { experiment, objective, starts } = instrument;
  const readings = await Promise.all(
    experiment.methods.map(async (id) => ({ id, ...(await instrument.read(id)) })),
  );
  const { step, time } = readings[0] ?? instrument;
  const lines = [
    `# etascope: ${session.link}`,
    `# k = ${step} steps, t = ${figures(time, 6)}, f = ${objective.label}; x and y in units of the plane, escape_step in steps since the particle's start`,
    COLUMNS,
  ];
  // In an endless field of random starts particles begin elsewhere each time.
  const laid = instrument.count - experiment.placed.length;
  const drawn = experiment.respawn && experiment.starts === 'random' ? laid : 0;
  for (const { id, position, status, since } of readings) {
    for (let i = 0; i < status.length; i++) {
      const [x, y] = [position[2 * i] ?? Number.NaN, position[2 * i + 1] ?? Number.NaN];
      const word: Status = STATUSES[status[i] ?? 0] ?? 'moving';
      const start = i < drawn ? ['', ''] : [starts[2 * i] ?? '', starts[2 * i + 1] ?? ''];
      const counted = [word === 'cycling' ? since[i] : '', word === 'diverged' ? since[i] : ''];
      lines.push([id, i, x, y, number(objective.value(x, y)), word, ...counted, ...start].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

function number(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
