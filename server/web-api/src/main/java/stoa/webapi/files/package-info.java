/** Uploading and downloading shared files over HTTP: the web side of XEP-0363. */
@NullMarked
package stoa.webapi.files;

import org.jspecify.annotations.NullMarked;
