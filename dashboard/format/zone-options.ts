import type { Option } from '../components/select.tsx';

/** Every zone that this browser knows. */
export const ZONE_OPTIONS: readonly Option<string>[] = Intl.supportedValuesOf('timeZone').map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}));
