/** One sheet of the dialog. */
export interface ExportTab {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
  readonly update: () => void;
  /** Gives up what is being made; whether anything was. */
  readonly busy?: () => boolean;
}
