/** Bookmarks in the forms of XEP-0402 and XEP-0048, and between them. */
@NullMarked
package stoa.pubsub.bookmarks;

import org.jspecify.annotations.NullMarked;
