/**
 * Paints elements of the page into a picture as they are on screen: backgrounds, text and canvases, at `density`
 * pixels of the picture per CSS pixel. It knows as much of CSS as the elements that are painted use.
 */
export function paintElement(context: CanvasRenderingContext2D, element: Element, density: number): void {
  context.save();
  context.scale(density, density);
  paintNode(context, element);
  context.restore();
}

function paintNode(context: CanvasRenderingContext2D, node: Node): void {
  if (node instanceof Text) paintText(context, node);
  if (!(node instanceof HTMLElement) || !node.checkVisibility()) return;
  const style = getComputedStyle(node);
  context.save();
  context.globalAlpha *= Number(style.opacity);
  paintBox(context, node.getBoundingClientRect(), style);
  if (node instanceof HTMLCanvasElement) paintCanvas(context, node, style);
  for (const child of node.childNodes) paintNode(context, child);
  context.restore();
}

function paintBox(context: CanvasRenderingContext2D, box: DOMRect, style: CSSStyleDeclaration): void {
  const outline = new Path2D();
  outline.roundRect(box.x, box.y, box.width, box.height, Number.parseFloat(style.borderRadius) || 0);
  context.fillStyle = style.backgroundColor;
  context.fill(outline);
}

function paintCanvas(
  context: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  { imageRendering }: CSSStyleDeclaration,
): void {
  const { x, y, width, height } = canvas.getBoundingClientRect();
  context.imageSmoothingEnabled = imageRendering !== 'pixelated';
  context.drawImage(canvas, x, y, width, height);
}

/** Word by word, each where the page has put it: lines break in the picture where they break on screen. */
function paintText(context: CanvasRenderingContext2D, text: Text): void {
  const parent = text.parentElement;
  if (parent === null) return;
  const { fontStyle, fontWeight, fontSize, fontFamily, color } = getComputedStyle(parent);
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  context.fillStyle = color;
  context.textBaseline = 'alphabetic';
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, top, height } = range.getBoundingClientRect();
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText(word);
    context.fillText(word, left, top + (height - above - below) / 2 + above);
  }
}
