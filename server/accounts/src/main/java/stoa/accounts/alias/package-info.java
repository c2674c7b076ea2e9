/**
 * Aliases: an address of a domain whose members answer together. Each alias is one entity, the one
 * decider of what is said with it.
 */
@NullMarked
package stoa.accounts.alias;

import org.jspecify.annotations.NullMarked;
