/**
 * Sharing files, XEP-0363 HTTP File Upload 1.2.0: a service at {@code upload.DOMAIN} gives out
 * slots, the web port takes what is sent to them and hands it out again. Bytes are kept in the data
 * directory, under their hash; what is known of a file is in the store.
 */
@NullMarked
package stoa.files;

import org.jspecify.annotations.NullMarked;
