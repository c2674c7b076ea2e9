/** What people wish to be told of, as their clients write it down. */
@NullMarked
package stoa.core.notify;

import org.jspecify.annotations.NullMarked;
