import type { Session } from '../../api/types';

export function NewPasswordPage({ session }: { session: Session }) {
  return <main className="gate"><h1>Choose a password, {session.username}</h1></main>;
}
