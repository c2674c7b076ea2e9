/** The server's own secrets, by name. */
@NullMarked
package stoa.store.secret;

import org.jspecify.annotations.NullMarked;
