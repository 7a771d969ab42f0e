/** Masks the texts of a JSON document, but for what stands under these names. */
export function maskJsonBut(json: string, kept: readonly string[], mask: (text: string) => string): string {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return mask(value);
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, kept.includes(name) ? inner : masked(inner)]),
    );
  };
  return JSON.stringify(masked(JSON.parse(json)));
}
