/** The domains this server serves. */
@NullMarked
package stoa.store.domain;

import org.jspecify.annotations.NullMarked;
