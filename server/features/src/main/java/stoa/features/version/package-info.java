/** XEP-0092 Software Version 1.1: what runs here. The operating system is not told. */
@NullMarked
package stoa.features.version;

import org.jspecify.annotations.NullMarked;
