/**
 * For canvases that are painted once and stay: on the CPU, what is on them is not lost with the graphics processor (HTML,
 * CanvasRenderingContext2DSettings).
 */
export const KEPT: CanvasRenderingContext2DSettings = { willReadFrequently: true };
