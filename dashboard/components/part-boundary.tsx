import { Component, Suspense, type ReactNode } from 'react';
import { aboutMissing, isMissingCode } from '../app/stale-version.ts';
import { toProblem } from '../api/problem.ts';
import { toast } from './toast-store.ts';

interface PartBoundaryProps {
  /** Fetched by `lazily`. Nothing = it is closed. */
  children: ReactNode;
  /** While it is fetched, and when it could not be. */
  fallback?: ReactNode;
  /** So that whoever opened it can open it again. */
  onFailed?: (() => void) | undefined;
}

/** Around what opens over a page: when its code is missing or fails, the page stays, and its brakes with it. */
export class PartBoundary extends Component<PartBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    void this.tell(error);
  }

  private async tell(error: unknown): Promise<void> {
    const words = isMissingCode(error)
      ? await aboutMissing()
      : { title: 'This part failed', detail: toProblem(error).message };
    // Loaded anew at the address of now, which says what was open.
    if (words === null) return;
    toast({ tone: 'danger', ...words });
    this.props.onFailed?.();
  }

  override componentDidUpdate(): void {
    // Closed: what is opened next is another thing.
    if (this.state.failed && (this.props.children === null || this.props.children === false)) {
      this.setState({ failed: false });
    }
  }

  override render(): ReactNode {
    const { children, fallback = null } = this.props;
    return this.state.failed ? fallback : <Suspense fallback={fallback}>{children}</Suspense>;
  }
}
