/** Whom accounts have enabled to be told by push notifications, XEP-0357. */
@NullMarked
package stoa.store.push;

import org.jspecify.annotations.NullMarked;
