declare global {
  /** Where react-remove-scroll, inside the dialogs of Radix, looks for the nonce of its one style element. */
  var __webpack_nonce__: string | undefined;
}

/** Tells the one library that injects a style element the nonce of this page: the policy refuses it otherwise. */
export function allowStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  if (nonce !== undefined) globalThis.__webpack_nonce__ = nonce;
}
