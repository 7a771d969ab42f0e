import type { DragEvent } from 'react';

/** What is dragged: its kind decides where it may be dropped. */
export interface Dragged {
  kind: 'appointment';
  /** Of the page's own making; nothing else may stand in it, for it comes back from outside. */
  value: string;
}

const typeOf = (kind: Dragged['kind']): string => `application/x-outdial-${kind}`;

export function carry({ dataTransfer }: DragEvent, { kind, value }: Dragged): void {
  dataTransfer.setData(typeOf(kind), value);
  dataTransfer.effectAllowed = 'move';
}

/** While something is over a place the browser tells its types only. */
export const isCarrying = ({ dataTransfer }: DragEvent, kind: Dragged['kind']): boolean =>
  dataTransfer.types.includes(typeOf(kind));

export const carried = ({ dataTransfer }: DragEvent, kind: Dragged['kind']): string =>
  dataTransfer.getData(typeOf(kind));
