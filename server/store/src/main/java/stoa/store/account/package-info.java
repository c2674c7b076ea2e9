/** Accounts, their SCRAM keys (RFC 5802) and their FAST tokens (XEP-0484). */
@NullMarked
package stoa.store.account;

import org.jspecify.annotations.NullMarked;
