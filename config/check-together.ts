type Source = Readonly<Record<string, string | undefined>>;

/** Variables that are fine alone and wrong together. One sentence each, with the repair. */
export function checkTogether(source: Source, known: readonly string[]): string[] {
  const problems: string[] = [];
  const given = (name: string): boolean => (source[name] ?? '') !== '';

  if (given('OUTDIAL_SECRET_KEY_OLD') && source['OUTDIAL_SECRET_KEY_OLD'] === source['OUTDIAL_SECRET_KEY']) {
    problems.push('OUTDIAL_SECRET_KEY_OLD equals OUTDIAL_SECRET_KEY: remove the old one, or put the new key in');
  }
  if (given('TEMPORAL_API_KEY') && source['TEMPORAL_TLS'] === 'false') {
    problems.push('TEMPORAL_API_KEY needs TLS, but TEMPORAL_TLS is false: remove one of them');
  }
  const certificate = given('TEMPORAL_TLS_CLIENT_CERT_PATH');
  if (certificate !== given('TEMPORAL_TLS_CLIENT_KEY_PATH')) {
    problems.push(
      `TEMPORAL_TLS_CLIENT_${certificate ? 'KEY' : 'CERT'}_PATH is missing: a certificate and its key go together`,
    );
  }
  const publicUrl = URL.parse(source['OUTDIAL_PUBLIC_URL'] ?? '');
  if (publicUrl?.protocol === 'http:' && !isLoopback(publicUrl.hostname)) {
    problems.push('OUTDIAL_PUBLIC_URL is http on a public host: callbacks carry people’s data, use https');
  }
  if (publicUrl !== null && (publicUrl.pathname !== '/' || publicUrl.search !== '')) {
    problems.push('OUTDIAL_PUBLIC_URL has a path: give the origin only, like https://dial.example.org');
  }
  // A misspelt variable is silently a default otherwise.
  for (const name of Object.keys(source).sort()) {
    if (!name.startsWith('OUTDIAL_') || /^OUTDIAL_(TEST|SIMULATOR)_/.test(name) || known.includes(name)) continue;
    problems.push(`${name} is not a variable of Outdial: correct its name or remove it (.env.example lists all)`);
  }
  return problems;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
