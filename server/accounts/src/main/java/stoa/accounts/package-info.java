/**
 * Accounts: binding, presence, rosters, subscriptions and the delivery of messages (RFC 6121), one
 * writer an account.
 *
 * <p>{@link stoa.accounts.Accounts} is the module's face. Inside, {@code AccountEntity} binds one
 * small file an aspect to the entity runtime: {@code Binding}, {@code Presences}, {@code
 * Subscriptions}, {@code RosterRequests}, {@code Sending}, {@code Arriving}, {@code
 * OfflineDelivery}, {@code Undelivered}. An aspect reads the state and returns a decision; {@code
 * AccountState} alone changes it, {@code Voice} alone speaks.
 */
@NullMarked
package stoa.accounts;

import org.jspecify.annotations.NullMarked;
