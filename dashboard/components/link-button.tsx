import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { buttonStyle, type ButtonKind, type ButtonSize } from './button-style.ts';

interface AnchorProps extends ComponentProps<'a'> {
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: ReactNode;
}

const Anchor = ({ kind = 'secondary', size = 'md', icon, className, children, ...rest }: AnchorProps) => (
  <a {...rest} className={clsx(buttonStyle(kind, size), className)}>
    {icon}
    {children}
  </a>
);

/** A link of the router (`to`, `params`, `search`) that looks like a button. */
export const LinkButton = createLink(Anchor);
