import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    manifest: true,
    // An inlined asset would be a data: URL, which the policy allows for pictures only.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    // What stands around every page is one file: cut up by who else uses its pieces, it is seventy that compress badly.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'shell', test: /dashboard.(app.(?!shell.(palette|help))|api|live|format)/ }],
        },
      },
    },
  },
});
