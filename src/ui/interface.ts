import { css, THEMES } from '../experiment/theme';
import { mountAxes } from './axes';
import { mountCaption } from './caption';
import { type Colors, mountColorLegend } from './colorLegend';
import { mountDock } from './dock/dock';
import { TABS } from './dock/tabs';
import { el } from './dom';
import { mountDrops } from './drops';
import { mountFloatingPlay } from './floatingPlay';
import { mountKeyboard } from './keyboard';
import { later, pressedLater } from './later';
import { mountLecturePlace } from './lecture/place';
import { mountLegend } from './legend';
import { mountPanel } from './panel/panel';
import { keepShown, type Part, whenChanged } from './part';
import { mountPointer } from './pointer';
import { mountReadout } from './readout';
import type { Session } from './session';

const PLANE = [
  ['role', 'application'],
  ['aria-roledescription', 'plane'],
  ['tabindex', '0'],
] as const;

/** Lays the interface over the plane and connects it with the session; returns what takes it away. */
export function mountInterface(session: Session, root: HTMLElement): () => void {
  const plane = root.querySelector<HTMLElement>('#plane');
  if (plane === null) throw new Error('There is no plane to lay the interface over.');
  // It is moved and looked at with the keys, once there is somebody to hear them.
  for (const [name, value] of PLANE) plane.setAttribute(name, value);
  const layer = el('div', { class: 'interface' });
  root.append(layer);
  const help = pressedLater(async () => {
    const { toggleHelp } = await import('./help');
    return () => toggleHelp(layer);
  });
  const black = pressedLater(async () => {
    const { toggleBlackout } = await import('./blackout');
    return () => toggleBlackout(session, layer);
  });
  const fan = fanOf(session, layer); // below all else
  const legend = mountLegend(session, layer);
  const caption = mountCaption(session, layer);
  const lecture = mountLecturePlace(session, layer);
  const colors = mountColorLegend(session, layer, coloursOf(session));
  const dock = mountDock(session, layer, TABS);
  const obstacles = [legend.element, caption.element, lecture.element, colors.element, dock.opener];
  const parts: readonly Part[] = [
    themed(session),
    fan,
    legend,
    caption,
    lecture,
    colors,
    dock,
    mountAxes(session, layer, obstacles),
    edgesOf(session, layer),
    inWords(session, layer, plane),
    crosshairOn(session, layer, plane),
    mountPanel(session, layer, help),
    mountFloatingPlay(session, layer),
    embedOf(session, layer),
    mountReadout(session, layer, plane),
    mountPointer(session, layer, plane),
    mountKeyboard(session, { help, black, legend, dock }),
    mountDrops(session),
  ];
  const update = () => {
    for (const part of parts) part.update();
  };
  const ends = [session.instrument.subscribe(update), keepShown(update)];
  update();
  return () => {
    for (const end of ends) end();
    for (const part of parts) part.dispose?.();
    layer.remove();
  };
}

/** What a figure in another page has beside the plane, from when it is one. */
function embedOf(session: Session, layer: HTMLElement): Part {
  return later(
    () => session.experiment.embed,
    async () => {
      const { mountEmbed } = await import('./embed');
      return () => mountEmbed(session, layer);
    },
  );
}

/** The handle of the fan and the name of its curve, from when there is a fan. */
function fanOf(session: Session, layer: HTMLElement): Part {
  const host = el('div');
  layer.append(host);
  return later(
    () => session.experiment.fan,
    async () => {
      const { mountFanOverlay } = await import('./fanOverlay');
      return () => mountFanOverlay(session, host);
    },
  );
}

/** What the colours of the fate map and of the fan say, from when they are shown. */
function coloursOf(session: Session): readonly Colors[] {
  const { instrument } = session;
  const block = (shown: () => boolean, load: () => Promise<(session: Session) => Colors>): Colors => {
    const element = el('div');
    const part = later(shown, async () => {
      const make = await load();
      return () => {
        const colors = make(session);
        element.append(colors.element);
        return colors;
      };
    });
    const update = (): void => {
      element.hidden = !shown();
      part.update();
    };
    return { element, update };
  };
  return [
    block(
      () => instrument.experiment.fate,
      async () => (await import('./fateLegend')).fateLegend,
    ),
    block(
      () => instrument.experiment.fan,
      async () => (await import('./fanLegend')).fanLegend,
    ),
  ];
}

/** The counts of those who are off screen, from when there are any. */
function edgesOf(session: Session, layer: HTMLElement): Part {
  const { instrument } = session;
  const any = (): boolean => [...instrument.whereabouts.values()].some(({ outside }) => outside.length > 0);
  return later(any, async () => {
    const { mountEdges } = await import('./edges');
    return () => mountEdges(session, layer);
  });
}

/** The picture in words. */
function inWords(session: Session, layer: HTMLElement, plane: HTMLElement): Part {
  return later(
    () => session.instrument.pictured,
    async () => {
      const { mountDescription } = await import('./description');
      return () => mountDescription(session, layer, plane);
    },
  );
}

/** What stands for the pointer on the plane, from when the plane has the focus. */
function crosshairOn(session: Session, layer: HTMLElement, plane: HTMLElement): Part {
  const part = later(
    () => document.activeElement === plane,
    async () => {
      const { mountCrosshair } = await import('./crosshair');
      return () => mountCrosshair(session, layer, plane);
    },
  );
  plane.addEventListener('focus', part.update);
  const dispose = (): void => {
    plane.removeEventListener('focus', part.update);
    part.dispose?.();
  };
  return { update: part.update, dispose };
}

/** The page wears the theme of the experiment, knows the colours of the methods, and whether it is a figure in another page. */
function themed({ instrument }: Session): Part {
  const show = (theme: keyof typeof THEMES, embed: boolean): void => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    document.body.toggleAttribute('data-embed', embed);
    for (const [id, color] of Object.entries(THEMES[theme].methods)) {
      root.style.setProperty(`--${id}`, css(color));
    }
  };
  return { update: whenChanged(() => [instrument.experiment.theme, instrument.experiment.embed], show) };
}
