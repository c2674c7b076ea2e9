/** What administrators tell everybody of a domain, standing (XEP-0133 sections 4.24 to 4.28). */
@NullMarked
package stoa.store.notice;

import org.jspecify.annotations.NullMarked;
