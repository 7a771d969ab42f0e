import { useLayoutEffect, useState } from 'react';

/** How wide an element is, in rem; undefined before it is there. Known before the first paint, and followed. */
export function useWidthRem(): [(element: HTMLElement | null) => void, number | undefined] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [widthRem, setWidthRem] = useState<number>();
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setWidthRem(Math.floor(element.clientWidth / rem));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, widthRem];
}
