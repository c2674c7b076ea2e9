/**
 * XEP-0133 Service Administration 1.3.1: administrators run a domain from their XMPP clients, by
 * ad-hoc commands (XEP-0050) at the domain and at their own bare address. Hooks: commands, the life
 * of sessions (for last logins, the message of the day and the welcome).
 */
@NullMarked
package stoa.accounts.administration;

import org.jspecify.annotations.NullMarked;
