/** Block lists, XEP-0191. */
@NullMarked
package stoa.store.block;

import org.jspecify.annotations.NullMarked;
