/** The people of the served domains, kept in memory: who there is, and who sees everybody. */
@NullMarked
package stoa.accounts.people;

import org.jspecify.annotations.NullMarked;
