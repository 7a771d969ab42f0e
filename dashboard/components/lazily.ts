import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/**
 * A part whose code is fetched when it is first shown. It stands in a PartBoundary: what could not be fetched once,
 * React and the browser keep as a failure for as long as the page lives.
 */
export const lazily = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> => lazy(async () => ({ default: await load() }));
