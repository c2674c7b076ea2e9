/** Files people have shared (XEP-0363): what is known of them; their bytes are elsewhere. */
@NullMarked
package stoa.store.file;

import org.jspecify.annotations.NullMarked;
