import { Download } from 'lucide-react';
import { buttonStyle } from './button-style.ts';

interface ExportLinkProps {
  /** From `addressOf`. */
  href: string;
  /** Where it is not the whole list: "Export the chosen". */
  words?: string | undefined;
}

/** The whole list under its filters as CSV. */
export const ExportLink = ({ href, words = 'Export CSV' }: ExportLinkProps) => (
  <a href={href} download className={buttonStyle('secondary', 'sm')}>
    <Download aria-hidden size={14} />
    {words}
  </a>
);
