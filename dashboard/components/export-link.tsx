import { Download } from 'lucide-react';
import { buttonStyle } from './button-style.ts';

/** The whole list under its filters as CSV: `href` from `addressOf`. */
export const ExportLink = ({ href }: { href: string }) => (
  <a href={href} download className={buttonStyle('secondary', 'sm')}>
    <Download aria-hidden size={14} />
    Export CSV
  </a>
);
