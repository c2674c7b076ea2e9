/** From where on an account has not been delivered its messages. */
@NullMarked
package stoa.store.offline;

import org.jspecify.annotations.NullMarked;
