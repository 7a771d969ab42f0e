import { Json } from '../../components/code-block.tsx';
import type { History } from './queries.ts';

/** Everything as the API gave it. */
export const RawTab = ({ history }: { history: History }) => <Json value={history} label="The contact as JSON" />;
