/** Aliases: addresses of a domain that several of its people answer for. */
@NullMarked
package stoa.store.alias;

import org.jspecify.annotations.NullMarked;
