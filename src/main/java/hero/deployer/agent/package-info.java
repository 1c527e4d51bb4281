/**
 * The small process on every instance: installs builds, runs the stack, reports health. Knows the JDK and one JSON codec only.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>A file or folder that bears a hash is whole: it was written beside, brought to the disk and renamed.
 *   <li>A command is on disk before it is answered; its fence only grows; an operation is known by its id for the last 32 of them.
 *   <li>One thread, the {@code Conductor}, starts and stops the stack. All else only leaves it a note in the {@code Journal}.
 *   <li>The old stack runs until the new build lies unpacked and checked; {@code current} changes only when the new one answered. So a death at any
 *       moment comes back with {@code current}, and begins the open operation again, three times at the most.
 *   <li>Every process of the stack bears a mark in its environment, by which it is found and ended, also by the next agent.
 *   <li>The agent calls nobody but its own stack and the mirror of a command; it keeps no secret but the hash of its token; the stack's environment
 *       is the command's, not its own.
 * </ul>
 *
 * <p>Deliberately absent: adoption of an orphaned stack (its output would have no reader; it is ended and started again), rollback on a
 * crash after success (the server decides that), and a second health port.
 */
@NullMarked
package hero.deployer.agent;

import org.jspecify.annotations.NullMarked;
