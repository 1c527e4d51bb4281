import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/feedback';

/** An address where nothing is. */
export function Lost() {
  return (
    <div className="page">
      <h1 className="unseen">Nothing here</h1>
      <Empty title="Nothing is at this address" action={<Link to="/" className="button">Go to organizations</Link>}>
        It may have been removed, or you may not see it with your role.
      </Empty>
    </div>
  );
}
