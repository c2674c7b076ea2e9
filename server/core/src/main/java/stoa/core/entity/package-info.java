/** The one-writer runtime: a mailbox a key, decide, apply, store, speak. */
@NullMarked
package stoa.core.entity;

import org.jspecify.annotations.NullMarked;
