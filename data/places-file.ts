import { z } from 'zod';

const zones = z.array(z.string()).min(1);
const region = z.strictObject({
  names: z.array(z.string()).min(1),
  /** The zone of most of it first. */
  zones,
  /** Further names of clocks that `zones` has. */
  also: zones.exactOptional(),
  /** First letter of a Canadian postcode -> zones. */
  postal: z.record(z.string(), zones).exactOptional(),
});

/** Written by hand: regions.json. */
export const regionsFile = z.strictObject({
  source: z.string(),
  version: z.string(),
  regions: z.record(
    z.string().regex(/^(US|CA)-[A-Z]{2}$/),
    region.extend({
      /** Zone -> counties that keep it, in place of the first zone or beside it. */
      counties: z.record(z.string(), z.array(z.string())).exactOptional(),
      /** Counties of those that keep the first zone too. */
      divided: z.array(z.string()).exactOptional(),
      /** ZIP prefixes that the source of postcodes does not have. */
      zip: z.array(z.string()).exactOptional(),
      note: z.string().exactOptional(),
    }),
  ),
});

const lists = z.record(z.string(), z.string());

/** Made by build.ts: places.json. Members, joined by commas -> keys, joined by spaces. */
export const placesFile = z.strictObject({
  source: z.string(),
  areaCodes: lists,
  prefixes: lists,
  zonesOfCountry: lists,
  links: lists,
  zip: lists,
  regions: z.record(z.string(), region),
});
